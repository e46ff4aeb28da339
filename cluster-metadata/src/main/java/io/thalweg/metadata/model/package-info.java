/** Ids and value records of the cluster metadata, validated at construction. Imports nothing of ours; imported by all. */
@NullMarked
package io.thalweg.metadata.model;

import org.jspecify.annotations.NullMarked;
