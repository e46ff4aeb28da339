/**
 * What the replication core knows of the cluster: one partition's excerpt of the metadata image. Pure; made by the
 * runtime from the image, or by the simulator.
 */
@NullMarked
package io.thalweg.broker.replication.view;

import org.jspecify.annotations.NullMarked;
