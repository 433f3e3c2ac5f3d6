package io.creel.ip.host;

import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unchecked;
import io.creel.ip.Alarm;
import io.creel.queues.TimerStash;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The coroutine that looks at the tables of a host when something there is due. It waits in a stash of timers; an
 * earlier deadline moves it there. One per host, so timers cost no handles.
 */
final class Timekeeper implements Alarm, Body<@Nullable Object> {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int TICK_SHIFT = 20;

    private final TimerStash timers;
    private final LongSupplier nanoClock;
    @Owned
    private final Coroutine self = Coroutine.create(this, null);
    private LongUnaryOperator[] tables = {};
    private long armedNs = NEVER;
    private boolean looking;

    Timekeeper(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        timers = new TimerStash("timers of a host", nanoClock.getAsLong(), TICK_SHIFT);
    }

    /** Names the tables: each does what is due at a time, and returns when something is due next. */
    @Unchecked("the field refers to the coroutine for life, also while a stash owns it")
    void begin(LongUnaryOperator... expirations) {
        tables = expirations;
        if (!timers.push(self, armedNs)) {
            throw new IllegalStateException("timers closed: stash=" + timers);
        }
    }

    /** Lets a coroutine of the host begin at its worker, with the next drain of the timers. */
    void begin(@Transfers Coroutine coroutine) {
        if (!timers.push(coroutine, nanoClock.getAsLong() - (1L << TICK_SHIFT))) {
            coroutine.abandon(); // the host is closed: the argument is given back
        }
    }

    TimerStash timers() {
        return timers;
    }

    @Override
    @Unchecked("the field refers to the coroutine for life, also while a stash owns it")
    public void at(long deadlineNs) {
        if (deadlineNs >= armedNs) {
            return;
        }
        armedNs = deadlineNs;
        if (!looking && timers.remove(self) && !timers.push(self, deadlineNs)) {
            self.abandon(); // the stash was closed meanwhile
        }
    }

    @Override
    @Suspends
    public void run(@Nullable Object nothing) {
        boolean goesOn = true;
        while (goesOn) {
            looking = true;
            armedNs = NEVER;
            long nowNs = nanoClock.getAsLong();
            long nextNs = NEVER;
            for (LongUnaryOperator table : tables) {
                nextNs = Math.min(nextNs, table.applyAsLong(nowNs));
            }
            armedNs = Math.min(armedNs, nextNs);
            looking = false;
            goesOn = Coroutine.awaitByKey(timers, armedNs);
        }
    }
}
