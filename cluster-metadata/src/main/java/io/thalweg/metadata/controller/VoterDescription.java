package io.thalweg.metadata.controller;

/**
 * What a voter says of itself to one that has no Raft data.
 *
 * @param clusterId text of its cluster id
 * @param formatted it has Raft data
 * @param registeredStorageId storage id under which the asking broker is registered, empty if it is not
 */
public record VoterDescription(String clusterId, boolean formatted, String registeredStorageId) {}
