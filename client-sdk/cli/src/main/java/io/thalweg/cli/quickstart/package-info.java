/**
 * The main job on real input, proved: what {@code deploy/quickstart.sh} runs. Uses the public client library and the
 * local cluster only.
 */
@NullMarked
package io.thalweg.cli.quickstart;

import org.jspecify.annotations.NullMarked;
