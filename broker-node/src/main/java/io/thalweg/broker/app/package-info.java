/**
 * The server process: {@code ServerMain} reads the command line, {@code BrokerNode} builds all parts of a broker in a
 * readable order and closes them in reverse. May import everything; imported by nothing but the launcher and the test kit.
 */
@NullMarked
package io.thalweg.broker.app;

import org.jspecify.annotations.NullMarked;
