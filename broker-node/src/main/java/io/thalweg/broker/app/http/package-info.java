/** The HTTP port: metrics and health, for machines that watch the broker. Imported by {@code app} only. */
@NullMarked
package io.thalweg.broker.app.http;

import org.jspecify.annotations.NullMarked;
