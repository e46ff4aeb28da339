/** The programs that README shows. Imported by nobody. */
@NullMarked
package io.thalweg.client.examples;

import org.jspecify.annotations.NullMarked;
