package io.creel.net.xdp;

import io.creel.net.os.Errno;
import java.util.function.IntBinaryOperator;

/**
 * Busy polling: the thread that receives drives the device, instead of an interrupt that drives it somewhere else. It has an
 * effect where the device defers its interrupts ({@code napi_defer_hard_irqs} and {@code gro_flush_timeout} of the interface
 * in sysfs), see the kernel's documentation of NAPI.
 */
final class XdpBusyPoll {
    static final int BUSY_POLL = 46;
    static final int PREFER_BUSY_POLL = 69;
    static final int BUSY_POLL_BUDGET = 70;
    /** What one call takes from the device at most; the most the kernel gives without being asked for more. */
    static final int BUDGET_PACKETS = 64;

    private XdpBusyPoll() {
    }

    /**
     * Sets the three options.
     *
     * @param set
     *            sets an option of the socket level: its result, or a negative error number
     * @return null, or why there is no busy polling
     */
    static String ask(int durationUs, String values, IntBinaryOperator set) {
        int result = set.applyAsInt(PREFER_BUSY_POLL, 1);
        result = result < 0 ? result : set.applyAsInt(BUSY_POLL, durationUs);
        result = result < 0 ? result : set.applyAsInt(BUSY_POLL_BUDGET, BUDGET_PACKETS);
        if (result >= 0) {
            return null;
        }
        // Half of it would be worse than nothing.
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
