/** What disks do to a data folder: wrong bytes, lost writes. */
@NullMarked
package io.thalweg.cli.chaos.disk;

import org.jspecify.annotations.NullMarked;
