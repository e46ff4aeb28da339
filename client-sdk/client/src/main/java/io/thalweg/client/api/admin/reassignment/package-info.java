/** Moving replicas between brokers, and taking a broker out of the cluster. */
@NullMarked
package io.thalweg.client.api.admin.reassignment;

import org.jspecify.annotations.NullMarked;
