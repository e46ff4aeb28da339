/**
 * What the operator may set: the catalogue of keys, where values come from (file, environment, flags) and the typed,
 * validated records that the rest of {@code app} composes a broker from. Imported by {@code app} only.
 */
@NullMarked
package io.thalweg.broker.app.settings;

import org.jspecify.annotations.NullMarked;
