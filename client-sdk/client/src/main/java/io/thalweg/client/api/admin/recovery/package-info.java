/** What the admin service tells about replicas and recoveries of partitions. Imports nothing; anyone may import it. */
@NullMarked
package io.thalweg.client.api.admin.recovery;

import org.jspecify.annotations.NullMarked;
