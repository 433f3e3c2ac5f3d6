package io.creel.ip.stream;

import io.creel.core.ThreadBinding;
import io.creel.ip.Alarm;
import io.creel.ip.tcp.TcpHost;
import java.util.function.LongSupplier;

/** The time of the machine, which begins at 0, and its next deadline, which the host's timers keep. */
final class TcpClock {
    private final LongSupplier nanoClock;
    private final Alarm alarm;
    private final ThreadBinding binding;
    private final long originNs;
    private TcpHost tcp;

    TcpClock(LongSupplier nanoClock, Alarm alarm, ThreadBinding binding) {
        this.binding = binding;
        this.nanoClock = nanoClock;
        this.alarm = alarm;
        originNs = nanoClock.getAsLong();
    }

    void of(TcpHost host) {
        tcp = host;
    }

    /** Asked at the beginning of each call on the machine, which only the host's thread may make. */
    long nowNs() {
        binding.check("TCP");
        return nanoClock.getAsLong() - originNs;
    }

    /** Tells the timers of the next deadline; after each call on the machine. */
    void rearm() {
        long deadlineNs = tcp.deadlineNs();
        if (deadlineNs != Long.MAX_VALUE) {
            alarm.at(originNs + deadlineNs);
        }
    }

    /** Does what is due, and says when something is due next; {@code Long.MAX_VALUE} for never. */
    long expire(long hostNs) {
        tcp.expire(hostNs - originNs);
        long deadlineNs = tcp.deadlineNs();
        return deadlineNs == Long.MAX_VALUE ? deadlineNs : originNs + deadlineNs;
    }
}
