/**
 * The running data plane of a broker: {@link io.thalweg.broker.runtime.BrokerRuntime} hosts the replicas of this
 * broker on its partition loops. {@code app} starts it; {@code membership} feeds it images; services use
 * {@code runtime.access}.
 */
@NullMarked
package io.thalweg.broker.runtime;

import org.jspecify.annotations.NullMarked;
