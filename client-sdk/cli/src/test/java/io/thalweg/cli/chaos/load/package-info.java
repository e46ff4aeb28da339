/** Applications that use the public client while brokers fail, and record all they do and see. */
@NullMarked
package io.thalweg.cli.chaos.load;

import org.jspecify.annotations.NullMarked;
