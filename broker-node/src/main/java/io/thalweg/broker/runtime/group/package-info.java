/**
 * Runs the groups of the coordinator partitions hosted here: drives a {@code GroupShard} on the partition's loop,
 * appends what it decides, and answers when that is committed. Services use {@link
 * io.thalweg.broker.runtime.group.GroupAccess}; {@code app} plugs the factory into the runtime.
 */
@NullMarked
package io.thalweg.broker.runtime.group;

import org.jspecify.annotations.NullMarked;
