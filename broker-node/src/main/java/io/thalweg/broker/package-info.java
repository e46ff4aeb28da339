/** Root of the broker; the parts live in the packages below, nothing lives here. */
@NullMarked
package io.thalweg.broker;

import org.jspecify.annotations.NullMarked;
