/** The admin service: changing and inspecting the cluster, from any broker. Imported by {@code app} only. */
@NullMarked
package io.thalweg.broker.rpc.admin;

import org.jspecify.annotations.NullMarked;
