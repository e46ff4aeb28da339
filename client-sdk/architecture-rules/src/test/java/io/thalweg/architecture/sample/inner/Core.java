package io.thalweg.architecture.sample.inner;

/** Depends on nothing. */
public final class Core {}
