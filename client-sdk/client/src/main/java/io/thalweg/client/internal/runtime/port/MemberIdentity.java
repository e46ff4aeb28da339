package io.thalweg.client.internal.runtime.port;

/**
 * Who commits.
 *
 * @param memberId id of the member, empty from outside the group
 * @param memberEpoch epoch of its assignment, 0 from outside
 */
public record MemberIdentity(String memberId, long memberEpoch) {
    /** A commit from outside; accepted only while the group has no members. */
    public static final MemberIdentity OUTSIDE = new MemberIdentity("", 0);
}
