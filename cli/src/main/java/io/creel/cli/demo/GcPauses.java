package io.creel.cli.demo;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** Garbage collections, reported apart from the waits that a policy causes. */
record GcPauses(long count, long durationMs) {
    static GcPauses untilNow() {
        long count = 0;
        long durationMs = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            count += Math.max(0, collector.getCollectionCount());
            durationMs += Math.max(0, collector.getCollectionTime());
        }
        return new GcPauses(count, durationMs);
    }

    GcPauses plus(GcPauses other) {
        return new GcPauses(count + other.count, durationMs + other.durationMs);
    }

    GcPauses minus(GcPauses earlier) {
        return new GcPauses(count - earlier.count, durationMs - earlier.durationMs);
    }
}
