package io.creel.core;

import java.util.List;

/**
 * Carriers that look after each other's deadlines, so that one that is busy does not hold up what others could end. They have one
 * clock.
 *
 * <p>
 * A carrier that is told the time looks at one of the others, in turn, which costs one read; one that is about to sleep looks at all.
 * From the first deadline of the group on none of them sleeps for longer than {@link #MAX_QUIET_NS}.
 */
final class DeadlineGroup {
    /** The group of a carrier that has none. */
    static final DeadlineGroup NONE = new DeadlineGroup(List.of());
    /** How long a member without work may sleep at most once there are deadlines. */
    static final long MAX_QUIET_NS = 2_000_000;

    private final Carrier[] members;
    /** Whether a member has ever set a deadline. */
    private volatile boolean used;

    DeadlineGroup(List<Carrier> carriers) {
        members = carriers.toArray(Carrier[]::new);
    }

    /** A member sets a deadline. The first one wakes all: who sleeps knew of none. */
    void used() {
        if (!used) {
            used = true;
            for (Carrier member : members) {
                member.wakeThread(null);
            }
        }
    }

    /** Looks after the deadlines of the member whose turn it is, on the thread of another one. */
    void help(int turn, long nowNs, Carrier by) {
        if (members.length < 2) {
            return;
        }
        Carrier member = members[Integer.remainderUnsigned(turn, members.length)];
        if (member == by) {
            member = members[Integer.remainderUnsigned(turn + 1, members.length)];
        }
        member.deadlines().help(by, nowNs);
    }

    /** How long a member may sleep for all it knows of the others. */
    long quietNs(long nowNs, Carrier asking) {
        if (members.length < 2 || !used) {
            return Long.MAX_VALUE;
        }
        long quietNs = MAX_QUIET_NS;
        for (Carrier member : members) {
            if (member != asking) {
                quietNs = Math.min(quietNs, member.deadlines().quietForOthersNs(nowNs));
            }
        }
        return quietNs;
    }
}
