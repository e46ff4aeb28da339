/**
 * What two replicas of a partition say to each other: plain records that mirror replication.proto, without stream
 * matters such as hello, credit and ping. Pure; imported by the replication core, the runtime and the peer services.
 */
@NullMarked
package io.thalweg.broker.replication.message;

import org.jspecify.annotations.NullMarked;
