/** Where brokers listen, and how they are cut off from each other and from clients. Imported by the cluster. */
@NullMarked
package io.thalweg.cli.chaos.network;

import org.jspecify.annotations.NullMarked;
