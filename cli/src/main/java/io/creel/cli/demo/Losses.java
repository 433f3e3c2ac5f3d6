package io.creel.cli.demo;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.wire.DropCounters;
import io.creel.net.wire.DropReason;
import java.util.Map;
import java.util.TreeMap;

/** Every place that may end a packet other than the far end of the wire, by reason. Any thread may read. */
final class Losses {
    private static final NicCounter[] COUNTERS = NicCounter.values();

    private final DropCounters drops;
    private final Nic[] nics;
    /** Counts from before: a real interface is used by one trial after the other. */
    private final long[][] before;
    private final long[] lostBefore;

    Losses(DropCounters drops, Nic... nics) {
        this.drops = drops;
        this.nics = nics;
        lostBefore = new long[nics.length];
        before = new long[nics.length][COUNTERS.length];
        for (int i = 0; i < nics.length; i++) {
            lostBefore[i] = nics[i].statistics().lost();
            for (NicCounter counter : COUNTERS) {
                before[i][counter.ordinal()] = nics[i].statistics().get(counter);
            }
        }
    }

    long total() {
        return drops.total() + overload();
    }

    /** Of these, the ones that were well formed: somebody had no room for them. */
    long overload() {
        long lost = 0;
        for (int i = 0; i < nics.length; i++) {
            lost += nics[i].statistics().lost() - lostBefore[i];
        }
        return lost;
    }

    /** The reasons that occurred, and how often. */
    Map<String, Long> byReason() {
        Map<String, Long> reasons = new TreeMap<>();
        for (DropReason reason : DropReason.values()) {
            if (reason != DropReason.NONE) {
                add(reasons, reason.name(), drops.get(reason));
            }
        }
        for (NicCounter counter : COUNTERS) {
            for (int i = 0; i < nics.length && counter.isLoss(); i++) {
                add(reasons, counter.name(), nics[i].statistics().get(counter) - before[i][counter.ordinal()]);
            }
        }
        return reasons;
    }

    private static void add(Map<String, Long> reasons, String reason, long count) {
        if (count > 0) {
            reasons.merge(reason, count, Long::sum);
        }
    }
}
