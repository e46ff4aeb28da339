package io.thalweg.metadata.event;

import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.StorageMark;

/** How far a broker's storage was when it last reported. */
public record StoragePosition(BrokerIdentity broker, StorageMark mark) {}
