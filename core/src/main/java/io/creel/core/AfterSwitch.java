package io.creel.core;

import org.jspecify.annotations.Nullable;

/**
 * The work that follows a switch: it restores the state of the carrier's thread, passes the handle to the callback,
 * which is usually a stash, and finds the next coroutine to run.
 *
 * <p>
 * <b>One large method, on purpose.</b> After a stack switch, the processor mispredicts the return of every frame that
 * was there before; each such return costs about 8 ns. The return from this method is predicted. Therefore HotSpot
 * should inline the loop that enters stacks into the method that resumes a batch, which it does if the loop is small.
 * It must not inline this method into that loop. HotSpot never inlines a method of more than 325 bytecodes
 * ({@code FreqInlineSize}); {@code AfterSwitchTest} counts them.
 */
final class AfterSwitch {
    private AfterSwitch() {
    }

    /**
     * Moves the coroutine from RUNNING to HELD, rule 3, and calls its callback. If the callback is a stash, moves it
     * from RUNNING to STASHED, and back if the stash refuses. Called on the carrier's own stack.
     *
     * <p>
     * On its way into a stash the handle is in no variable. A copy of it, however early it is used, therefore cannot
     * end a wait for a lock before the lock knows the waiter. The stash stays in the callback field, because most
     * coroutines await the same stash again.
     *
     * @param suspended
     *            the coroutine that was on the stack; {@code null} if it has ended and no other one followed it there
     * @param stack
     *            the stack that was left; {@code null} for a guest, which has a stack of its own
     * @return the claimed coroutine that runs next, chosen by the callback or taken from the batch;
     *         {@code null} if there is none
     */
    @SuppressWarnings("NullAway") // a coroutine that suspends has set its callback, and a guest is never null here
    static @Nullable Coroutine next(@Nullable Coroutine suspended, @Nullable Stack stack, RunLoop by) {
        Thread thread = by.thread;
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
        suspended.suspendedAtMs = by.nowMs;
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
            suspended.callback = null; // it may have captured a large object
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
