package io.creel.core.diagnostics;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.internal.KernelAccess;
import java.lang.invoke.VarHandle;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The data of a waiting coroutine at one suspension, for a dump.
 *
 * @param body
 *            the class of its body
 * @param frames
 *            its stack; empty if it has not begun
 * @param ageMs
 *            how long it has waited, in milliseconds; -1 if that is unknown
 * @param carrier
 *            the name of the carrier that ran it last
 */
record WaitingSnapshot(String body, Frames frames, int ageMs, String carrier) {
    private static final KernelAccess KERNEL = KernelAccess.get();

    /**
     * Reads a coroutine from any thread, as a reader of a sequence lock does: data read between two reads of the same
     * epoch belong together.
     *
     * @param isThere
     *            tells whether the coroutine is still in the holder in which the caller has found it
     * @return {@code null} if it has moved meanwhile
     */
    static @Nullable WaitingSnapshot of(Coroutine seen, Predicate<Coroutine> isThere) {
        long epoch = seen.epoch();
        if (!isThere.test(seen)) {
            return null;
        }
        StackTraceElement[] walked = KERNEL.stackOf(seen, Frames.WALKED);
        String body = KERNEL.bodyName(seen);
        int ageMs = KERNEL.ageMs(seen);
        Carrier known = KERNEL.carrierOf(seen);
        String carrier = known == null ? "none" : known.name();
        VarHandle.acquireFence(); // a volatile read alone would let earlier plain reads move behind it
        return walked == null || seen.epoch() != epoch || !isThere.test(seen)
                ? null
                : new WaitingSnapshot(body, Frames.of(walked), ageMs, carrier);
    }
}
