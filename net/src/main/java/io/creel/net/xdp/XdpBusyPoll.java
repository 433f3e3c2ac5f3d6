package io.creel.net.xdp;

import io.creel.net.os.Errno;
import java.util.function.IntBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Busy polling: the receiving thread drives the device, instead of an interrupt on another core. It has an effect only
 * if the device defers its interrupts ({@code napi_defer_hard_irqs} and {@code gro_flush_timeout} of the interface in
 * sysfs), see the kernel's documentation of NAPI.
 */
final class XdpBusyPoll {
    static final int BUSY_POLL = 46;
    static final int PREFER_BUSY_POLL = 69;
    static final int BUSY_POLL_BUDGET = 70;
    /**
     * How many packets one call takes from the device at most; the largest number that the kernel grants by default.
     */
    static final int BUDGET_PACKETS = 64;

    private XdpBusyPoll() {
    }

    /**
     * Sets the three options.
     *
     * @param set sets an option of the socket level; returns its result, or a negative error number
     * @return {@code null}, or the reason why there is no busy polling
     */
    static @Nullable String ask(int durationUs, String values, IntBinaryOperator set) {
        int result = set.applyAsInt(PREFER_BUSY_POLL, 1);
        result = result < 0 ? result : set.applyAsInt(BUSY_POLL, durationUs);
        result = result < 0 ? result : set.applyAsInt(BUSY_POLL_BUDGET, BUDGET_PACKETS);
        if (result >= 0) {
            return null;
        }
        // A part of the options would be worse than none.
        var _ = set.applyAsInt(PREFER_BUSY_POLL, 0);
        var _ = set.applyAsInt(BUSY_POLL, 0);
        String remedy = switch (-result) {
            case Errno.EPERM -> "grant CAP_NET_ADMIN";
            case Errno.ENOPROTOOPT -> "this kernel is older than 5.11";
            default -> "see socket(7)";
        };
        return "no busy polling: " + values + ", error=" + Errno.name(-result) + "; interrupts as usual: " + remedy;
    }
}
