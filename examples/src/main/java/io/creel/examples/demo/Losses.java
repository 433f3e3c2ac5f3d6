package io.creel.examples.demo;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.wire.DropCounters;
import io.creel.net.wire.DropReason;
import java.util.Map;
import java.util.TreeMap;

/** Every place that may end a packet other than the far end of the wire, by reason. Any thread may read. */
final class Losses {
    private final DropCounters drops;
    private final Nic[] nics;

    Losses(DropCounters drops, Nic... nics) {
        this.drops = drops;
        this.nics = nics;
    }

    long total() {
        return drops.total() + overload();
    }

    /** Of these, the ones that were well formed: somebody had no room for them. */
    long overload() {
        long lost = 0;
        for (Nic nic : nics) {
            lost += nic.statistics().lost();
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
        for (NicCounter counter : NicCounter.values()) {
            for (Nic nic : nics) {
                add(reasons, counter.name(), counter.isLoss() ? nic.statistics().get(counter) : 0);
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
