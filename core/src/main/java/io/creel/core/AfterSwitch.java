package io.creel.core;

/**
 * What follows when a stack was left: the thread gets its own status back, and the callback, mostly a stash, gets the handle.
 *
 * <p>
 * <b>One method, not five</b>, for the sake of who calls it. A return from a frame that was there before the stack changed is
 * predicted wrongly and costs some 8 ns; the return from here is not. So the loop that enters stacks is to be inlined where a batch is
 * resumed, which HotSpot does with what is small once it is compiled; and this, which is not small, it must not put into
 * that loop. It never inlines a method of more than 325 bytecodes ({@code FreqInlineSize}); {@code AfterSwitchTest} counts them.
 */
final class AfterSwitch {
    private AfterSwitch() {
    }

    /**
     * RUNNING to HELD, rule 3, and then the callback; or RUNNING to STASHED, and back where the stash refuses. On the carrier's own stack.
     *
     * <p>
     * On its way into a stash the handle is in no variable: a copy of it, however early it is used, cannot end a wait for a
     * lock before the lock knows of it. The stash stays the callback, because most coroutines await the one they awaited before.
     *
     * @param suspended
     *            who was on the stack; {@code null} where it has ended, and nobody came after it
     * @param stack
     *            the one that was left; {@code null} for a guest, which has none of ours
     * @return the coroutine that runs next, claimed: in this place or out of the batch; {@code null} where none is left
     */
    static Coroutine next(Coroutine suspended, Stack stack, Carrier by) {
        Thread thread = by.thread();
        if (stack != null) {
            boolean interrupted = Interrupts.isPending(thread);
            if (interrupted != by.outerInterrupt) {
                Interrupts.set(thread, by.outerInterrupt);
            }
            Object bindings = ScopedBindings.of(thread);
            if (bindings != by.outerBindings) {
                ScopedBindings.set(thread, by.outerBindings);
            }
            if (ContextLoaders.of(thread) != by.outerLoader) {
                ContextLoaders.set(thread, by.outerLoader);
            }
            if (suspended == null) {
                by.emptied(stack);
                return by.nextOfBatch();
            }
            if (suspended.stack == null) { // its first suspension
                suspended.stack = stack;
            }
            if (bindings != suspended.bindings) {
                suspended.bindings = bindings;
            }
            suspended.interrupted = interrupted;
        }
        suspended.handedBack = false;
        suspended.suspendedAtMs = by.nowMs();
        TransferCallback where = suspended.callback;
        if (where instanceof Stash stash) {
            suspended.becomeStashed(stash);
            boolean in = false;
            try {
                in = stash.link(suspended);
            } catch (Throwable t) {
                suspended.thrown = t;
            }
            if (!in) {
                suspended.claimFrom(stash);
                suspended.handedBack = true;
                return suspended;
            }
            if (suspended.isCancelRequested()) {
                suspended.signalCancelOrReport(by);
            }
            return by.nextOfBatch();
        }
        long epoch = suspended.epoch();
        try {
            suspended.callback = null; // it may have captured something big
            suspended.becomeHeld();
            Coroutine next = where.suspended(suspended);
            Interrupts.set(thread, by.outerInterrupt);
            if (next == null) {
                return by.nextOfBatch();
            }
            if (next == suspended) {
                if (!suspended.claimEpoch(epoch)) {
                    throw suspended.refused("transfer", by);
                }
                suspended.handedBack = true;
                return suspended;
            }
            next.claim("transfer", by);
            next.handedBack = false;
            return next;
        } catch (Throwable t) {
            Interrupts.set(thread, by.outerInterrupt);
            if (suspended.claimEpoch(epoch)) {
                suspended.thrown = t;
                return suspended;
            }
            by.reportHere(suspended, t);
            return by.nextOfBatch();
        }
    }
}
