/** The admin service: routes and retries of single requests. Imported by {@code client}. */
@NullMarked
package io.thalweg.client.internal.runtime.admin;

import org.jspecify.annotations.NullMarked;
