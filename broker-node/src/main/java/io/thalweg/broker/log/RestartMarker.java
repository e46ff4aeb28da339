package io.thalweg.broker.log;

import java.util.UUID;

/**
 * What the data folder remembers from one process to the next.
 *
 * @param inUse false only after an orderly stop
 * @param bootId the machine's boot id when the folder was taken in use
 * @param storageId the folder's own id, again: a marker copied from elsewhere does not match
 * @param lastEpoch broker epoch of the last registration, 0 if there was none
 * @param debt worst kind of restart since the last registration; it is still to be reported
 */
public record RestartMarker(boolean inUse, String bootId, UUID storageId, long lastEpoch, RestartKind debt) {}
