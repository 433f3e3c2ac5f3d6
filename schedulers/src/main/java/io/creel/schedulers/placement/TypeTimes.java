package io.creel.schedulers.placement;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many times and how long each type ran. The counters lie far apart, because workers add to them at the same time.
 */
final class TypeTimes {
    private static final int PAD = 16;

    private final AtomicLongArray values;
    private final int types;

    TypeTimes(int types) {
        this.types = types;
        values = new AtomicLongArray(types * PAD);
    }

    int types() {
        return types;
    }

    void add(int type, long ranNs, boolean finished) {
        if (type < 0 || type >= types) {
            return;
        }
        values.getAndAdd(type * PAD + 1, ranNs);
        if (finished) {
            values.getAndAdd(type * PAD, 1);
        }
    }

    long finished(int type) {
        return values.get(type * PAD);
    }

    long serviceNs(int type) {
        return values.get(type * PAD + 1);
    }
}
