package io.creel.core;

import java.util.List;

/**
 * Carriers that end each other's waits, so that a busy carrier does not delay waits that another one could end. They
 * have one clock.
 *
 * <p>
 * At each tick a carrier checks one of the others, in turn, which costs one read. A carrier that is about to sleep
 * checks all. From the first deadline of the group on, no carrier of it sleeps for longer than {@link #MAX_QUIET_NS}.
 */
final class DeadlineGroup {
    /** The group of a carrier that shares with no other. */
    static final DeadlineGroup NONE = new DeadlineGroup(List.of());
    /** How long a member without work may sleep after the first deadline, in nanoseconds. */
    static final long MAX_QUIET_NS = 2_000_000;

    private final Carrier[] members;
    /** Whether a member has ever set a deadline. */
    private volatile boolean used;

    DeadlineGroup(List<Carrier> carriers) {
        members = carriers.toArray(Carrier[]::new);
    }

    /** Notes that a member sets a deadline. The first one wakes all members, because a sleeping one knew of none. */
    void used() {
        if (!used) {
            used = true;
            for (Carrier member : members) {
                member.mailbox.wakeThread(null);
            }
        }
    }

    /** Checks the deadlines of the member whose turn it is, on the thread of {@code by}. */
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

    /** Returns how long a member may sleep, as far as the deadlines of the others are concerned. */
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
