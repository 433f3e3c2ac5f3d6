package io.creel.schedulers;

import io.creel.core.Carrier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends a running group, driven by the thread that closes it.
 *
 * <ol>
 * <li>Every worker stops its program. Step 2 begins only when all have stopped, so that no program stashes a handle
 * behind its back.</li>
 * <li>The workers, one after the other and each on its own thread, do a pass that cancels the coroutines waiting for
 * them. They take turns, because two may drain the same stash. Passes are repeated, because a pass may send
 * cancellations to a worker that has had its turn. The step is over when a round found nothing, or when every coroutine
 * of the group has ended: a handle that another thread pushes after that never belonged to the group, and stays where
 * it is. The counts are trusted only if no coroutine has come from another group: if one began there and ended here,
 * the counts are even although a coroutine that began here still waits. After the first round the queues that take
 * coroutines in for the group refuse them.</li>
 * <li>Every carrier refuses later coroutines, and the threads end.</li>
 * </ol>
 *
 * <p>
 * Step 1, all rounds of step 2, each single pass of them and step 3 may each take the time-out. A worker that misses it
 * is left out of the rest, cancels the handles it holds when it comes back, and is named by {@link #report()}.
 */
final class GroupShutdown {
    private static final long LOOK_AT_CLOCK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final String group;
    private final LongSupplier nanoClock;
    private final long timeoutNs;
    private final List<WorkerRunner> sound;
    private final Runnable refuseMore;
    private final List<Throwable> hanging = new ArrayList<>();
    private final Thread caller = Thread.currentThread();
    private boolean interrupted;
    private boolean gaveUp;

    GroupShutdown(String group, LongSupplier nanoClock, long timeoutNs, List<WorkerRunner> runners,
            Runnable refuseMore) {
        this.group = group;
        this.nanoClock = nanoClock;
        this.timeoutNs = timeoutNs;
        sound = new ArrayList<>(runners);
        this.refuseMore = refuseMore;
    }

    /** Makes the closing thread look again. From any thread. */
    void changed() {
        LockSupport.unpark(caller);
    }

    /** Does the three steps. Keeps an interrupt of the caller for later. */
    void run() {
        List<WorkerRunner> all = List.copyOf(sound);
        all.forEach(WorkerRunner::stop);
        long stopDeadlineNs = nanoClock.getAsLong() + timeoutNs;
        for (WorkerRunner runner : all) {
            require(runner, runner::isStopped, stopDeadlineNs, "the program or a coroutine does not return");
        }
        cancelInRounds();
        all.forEach(WorkerRunner::close);
        long endDeadlineNs = nanoClock.getAsLong() + timeoutNs;
        for (WorkerRunner runner : List.copyOf(sound)) {
            require(runner, runner::isEnded, endDeadlineNs, "the thread does not end");
        }
        if (interrupted) {
            caller.interrupt();
        }
    }

    /**
     * {@return the failure, or {@code null}: one suppressed exception per hanging worker, with the stack it hangs in}
     */
    @Nullable
    IllegalStateException report() {
        if (hanging.isEmpty() && !gaveUp) {
            return null;
        }
        IllegalStateException report = new IllegalStateException(hanging.isEmpty()
                ? "close gave up, coroutines keep coming: group=" + group + ", timeoutNs=" + timeoutNs
                : "close gave up, workers hang: group=" + group + ", timeoutNs=" + timeoutNs + ", workers="
                        + hanging.size());
        hanging.forEach(report::addSuppressed);
        return report;
    }

    private void cancelInRounds() {
        long deadlineNs = nanoClock.getAsLong() + timeoutNs;
        for (int round = 0;; round++) {
            long found = 0;
            for (WorkerRunner runner : List.copyOf(sound)) {
                runner.orderPass();
                long passDeadlineNs = nanoClock.getAsLong() + timeoutNs;
                if (require(runner, runner::isPassDone, passDeadlineNs, "a cancelled coroutine does not end")) {
                    found += runner.found();
                }
            }
            if (round == 0) {
                refuseMore.run(); // not before: handles that wait there by now end on the workers
            }
            if (found == 0 || isSettled()) {
                return;
            }
            if (nanoClock.getAsLong() - deadlineNs >= 0) {
                gaveUp = true;
                return;
            }
        }
    }

    /** {@return whether every coroutine that was created here has ended; exact while the workers wait for orders} */
    private boolean isSettled() {
        WorkerCounts counts = WorkerCounts.NONE;
        for (WorkerRunner runner : sound) {
            Carrier carrier = runner.worker().carrier();
            counts = counts.plus(runner.worker().counts());
            if (!carrier.isIdle() || carrier.counters().arrived() > 0) {
                return false;
            }
        }
        return counts.outstanding() == 0;
    }

    private boolean require(WorkerRunner runner, BooleanSupplier condition, long deadlineNs, String otherwise) {
        while (!condition.getAsBoolean()) {
            if (nanoClock.getAsLong() - deadlineNs >= 0) {
                hanging.add(hang(runner, otherwise));
                sound.remove(runner);
                return false;
            }
            LockSupport.parkNanos(this, LOOK_AT_CLOCK_NS);
            interrupted |= Thread.interrupted();
        }
        return true;
    }

    private static Throwable hang(WorkerRunner runner, String why) {
        Worker worker = runner.worker();
        Throwable hang = new IllegalStateException(
                why + ": worker=" + worker.name() + ", coroutine=" + worker.carrier().running());
        hang.setStackTrace(runner.thread().getStackTrace());
        return hang;
    }
}
