package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;

/** Outcome of one command: the next image, the answer for the proposer, and what changed. */
public record Applied(ClusterImage image, CommandReply reply, ImageChanges changes) {}
