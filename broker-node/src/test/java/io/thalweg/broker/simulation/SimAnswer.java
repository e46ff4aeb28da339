package io.thalweg.broker.simulation;

import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.replication.action.Rejection;
import org.jspecify.annotations.Nullable;

/** What a producer hears: one of the two. */
record SimAnswer(@Nullable Appended appended, @Nullable Rejection rejection) {}
