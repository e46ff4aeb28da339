/**
 * What the replication core asks the runtime to do. Pure values; the runtime's executor handles each.
 */
@NullMarked
package io.thalweg.broker.replication.action;

import org.jspecify.annotations.NullMarked;
