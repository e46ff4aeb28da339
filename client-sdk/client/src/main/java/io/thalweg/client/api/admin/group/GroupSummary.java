package io.thalweg.client.api.admin.group;

/**
 * A group of a list.
 *
 * @param group its name
 * @param state what it is up to
 * @param members how many members it has
 */
public record GroupSummary(String group, GroupState state, int members) {}
