package io.thalweg.broker.group;

/**
 * A wish to be a member.
 *
 * @param memberId empty for a new member, else the id to resume
 * @param staticId empty, or a name that takes over the partitions of an earlier process of that name at once
 * @param newMemberId the id to give if a new one is needed, random, chosen by the caller
 */
public record JoinRequest(
        GroupId group,
        String memberId,
        String staticId,
        MemberOrigin origin,
        Subscription subscription,
        MemberId newMemberId) {

    /** @throws IllegalArgumentException if a name is too long or has control characters */
    public JoinRequest {
        GroupText.require("a member id", memberId);
        GroupText.require("a static member id", staticId);
    }
}
