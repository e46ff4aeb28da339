/** What clients did and saw while brokers failed, and the rules that such a history must keep. Pure: values in, findings out. */
@NullMarked
package io.thalweg.cli.chaos.history;

import org.jspecify.annotations.NullMarked;
