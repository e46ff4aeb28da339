/** Options that many commands share, and their values. Imports {@code cli.terminal} and the client library; every command imports it. */
@NullMarked
package io.thalweg.cli.option;

import org.jspecify.annotations.NullMarked;
