/** Apache Kafka's client as a driver, and the main class of its load generator. */
@NullMarked
package io.thalweg.benchmark.kafka;

import org.jspecify.annotations.NullMarked;
