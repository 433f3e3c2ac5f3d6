package io.creel.ip.stream;

import io.creel.core.ThreadBinding;
import io.creel.ip.Alarm;
import io.creel.ip.tcp.TcpHost;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time of the machine, which begins at 0, and its next deadline, which the host's timers keep. The timers belong to
 * the worker that runs the host; a step on another worker that sets an earlier deadline lets that worker look again.
 */
final class TcpClock {
    private static final long NEVER = Long.MAX_VALUE;

    private final LongSupplier nanoClock;
    private final Alarm alarm;
    private final ThreadBinding binding;
    private final long originNs;
    @SuppressWarnings("NullAway.Init") // set once by of
    private TcpHost tcp;
    /** Null if one worker runs the host. */
    private @Nullable SegmentOutbox outbox;
    /**
     * The deadline that the host's timers know. Written by the host's worker: raised before it reads the deadline of
     * the machine. Read by other workers after they have set one, so that one of the two sees the other.
     */
    private volatile long knownNs = NEVER;

    TcpClock(LongSupplier nanoClock, Alarm alarm, ThreadBinding binding) {
        this.binding = binding;
        this.nanoClock = nanoClock;
        this.alarm = alarm;
        originNs = nanoClock.getAsLong();
    }

    void of(TcpHost host, @Nullable SegmentOutbox ofSeveralWorkers) {
        tcp = host;
        outbox = ofSeveralWorkers;
    }

    /** Asked at the beginning of each call on the machine, which the workers of the host may make. */
    long nowNs() {
        if (outbox == null) {
            binding.check("TCP");
        }
        return nanoClock.getAsLong() - originNs;
    }

    /** Tells the timers of the next deadline; after each call on the machine. */
    void rearm() {
        long deadlineNs = tcp.deadlineNs();
        if (deadlineNs == NEVER) {
            return;
        }
        if (outbox == null) {
            alarm.at(originNs + deadlineNs);
        } else if (deadlineNs < knownNs) {
            if (binding.isHere()) {
                knownNs = deadlineNs;
                alarm.at(originNs + deadlineNs);
            } else {
                outbox.lookAtClock();
            }
        }
    }

    /** Does what is due, and says when something is due next; {@code Long.MAX_VALUE} for never. */
    long expire(long hostNs) {
        binding.check("TCP");
        if (outbox != null) {
            knownNs = NEVER;
        }
        tcp.expire(hostNs - originNs);
        long deadlineNs = tcp.deadlineNs();
        if (outbox != null) {
            knownNs = deadlineNs;
        }
        return deadlineNs == NEVER ? deadlineNs : originNs + deadlineNs;
    }
}
