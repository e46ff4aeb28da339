package io.thalweg.cli.chaos.load;

/** The topic that is written and read. */
public record Topic(String name, int partitions) {}
