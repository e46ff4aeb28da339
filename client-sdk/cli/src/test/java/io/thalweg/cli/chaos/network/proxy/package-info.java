/** A TCP proxy that knows both ends of a connection and holds what flows between some of them. Imported by the network. */
@NullMarked
package io.thalweg.cli.chaos.network.proxy;

import org.jspecify.annotations.NullMarked;
