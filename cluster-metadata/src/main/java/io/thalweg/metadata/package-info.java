/** Root of the cluster metadata; the parts live in the packages below, nothing lives here. */
@NullMarked
package io.thalweg.metadata;

import org.jspecify.annotations.NullMarked;
