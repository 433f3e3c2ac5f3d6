package io.creel.core.diagnostics;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.internal.KernelAccess;
import java.lang.invoke.VarHandle;
import java.util.function.Predicate;

/**
 * A waiting coroutine as a dump saw it, all of one suspension.
 *
 * @param body
 *            the class of its body
 * @param frames
 *            where it waits; none where it has not begun
 * @param ageMs
 *            how long it has waited, in milliseconds; -1 where that is not known
 * @param carrier
 *            who ran it last, by name
 */
record WaitingSnapshot(String body, Frames frames, int ageMs, String carrier) {
    private static final KernelAccess KERNEL = KernelAccess.get();

    /**
     * Looks at a coroutine from any thread. Reads as a sequence lock does: what was read between two looks at the same epoch
     * belongs together.
     *
     * @param isThere
     *            whether it still is where the caller has found it
     * @return {@code null} where it has moved meanwhile
     */
    static WaitingSnapshot of(Coroutine seen, Predicate<Coroutine> isThere) {
        long epoch = seen.epoch();
        if (!isThere.test(seen)) {
            return null;
        }
        StackTraceElement[] walked = KERNEL.stackOf(seen, Frames.WALKED);
        String body = KERNEL.bodyName(seen);
        int ageMs = KERNEL.ageMs(seen);
        Carrier known = KERNEL.carrierOf(seen);
        String carrier = known == null ? "none" : known.name();
        VarHandle.acquireFence(); // a volatile read alone lets plain reads before it come after it
        return walked == null || seen.epoch() != epoch || !isThere.test(seen)
                ? null
                : new WaitingSnapshot(body, Frames.of(walked), ageMs, carrier);
    }
}
