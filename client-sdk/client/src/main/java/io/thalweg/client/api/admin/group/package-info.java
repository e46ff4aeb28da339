/** What the admin service tells about consumer groups. Imports {@code api} and {@code api.consumer}; anyone may import it. */
@NullMarked
package io.thalweg.client.api.admin.group;

import org.jspecify.annotations.NullMarked;
