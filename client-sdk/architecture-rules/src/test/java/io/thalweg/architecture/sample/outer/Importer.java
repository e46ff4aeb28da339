package io.thalweg.architecture.sample.outer;

import io.thalweg.architecture.sample.inner.Core;

/** Imports the row above. */
public record Importer(Core core) {}
