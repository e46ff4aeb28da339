package io.thalweg.broker.app.settings;

import io.thalweg.metadata.model.BrokerId;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Who this broker is.
 *
 * @param clusterId identity of the cluster
 * @param broker identity of the broker
 * @param rack where it stands; empty when not said
 * @param dataDirectory its only folder
 */
public record NodeSettings(UUID clusterId, BrokerId broker, String rack, Path dataDirectory) {}
