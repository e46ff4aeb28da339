/** What a broker stands from clients that mean harm, or are broken, while others go on. */
@NullMarked
package io.thalweg.broker.app.hostile;

import org.jspecify.annotations.NullMarked;
