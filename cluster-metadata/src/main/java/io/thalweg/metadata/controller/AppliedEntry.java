package io.thalweg.metadata.controller;

import io.thalweg.metadata.event.Command;

/**
 * A command that changed an image.
 *
 * @param index log index
 * @param size encoded bytes
 */
public record AppliedEntry(long index, Command command, int size) {}
