/** The group service of the client port: checks requests, finds coordinators, keeps member streams. Imported by {@code app}. */
@NullMarked
package io.thalweg.broker.rpc.group;

import org.jspecify.annotations.NullMarked;
