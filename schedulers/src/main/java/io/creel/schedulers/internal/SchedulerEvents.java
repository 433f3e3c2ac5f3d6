package io.creel.schedulers.internal;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * The events of the schedulers for the JDK's flight recorder. They are off unless a recording enables them by name.
 * While an event is off, its place in the code costs a test that the compiler removes, and allocates nothing.
 *
 * <p>
 * The three events of the packet path are sampled, so that they cost little while they are on; a recording may ask for
 * another rate by the setting {@code throttle}.
 */
public final class SchedulerEvents {
    // Asked before an event is made: once a recording has changed their classes, the compiler keeps the allocation.
    private static final PlacementEvent PLACEMENT = new PlacementEvent();
    private static final PreemptionEvent PREEMPTION = new PreemptionEvent();

    private SchedulerEvents() {
    }

    /** The start, end or change of a group of workers. */
    public enum GroupChange {
        /** The workers begin. */
        STARTED,
        /** The workers are to do no more duty cycles. */
        STOPPED,
        /** The group is closed. */
        CLOSED,
        /** A worker died of an error. */
        WORKER_DIED,
        /** A scaling policy has changed the number of active workers. */
        SCALED
    }

    /** Makes an event of resumed batches, which one worker uses again and again. */
    public static ResumeBatchEvent resumeBatch() {
        return new ResumeBatchEvent();
    }

    /**
     * Records a placement.
     *
     * @param placement
     *            its name
     * @param policy
     *            the name of the where policy
     * @param byWorker
     *            the placing worker, or -1
     * @param queue
     *            the chosen queue
     * @param lengths
     *            returns the length of a queue
     * @param queues
     *            the number of queues
     */
    public static void placement(String placement, String policy, int byWorker, int queue,
            Lengths lengths, int queues) {
        if (!PLACEMENT.isEnabled()) {
            return;
        }
        PlacementEvent event = new PlacementEvent();
        if (event.shouldCommit()) {
            event.placement = placement;
            event.policy = policy;
            event.byWorker = byWorker;
            event.queue = queue;
            int shortest = 0;
            for (int i = 1; i < queues; i++) {
                shortest = lengths.of(i) < lengths.of(shortest) ? i : shortest;
            }
            event.queueLength = lengths.of(queue);
            event.shortestQueue = shortest;
            event.shortestLength = lengths.of(shortest);
            event.commit();
        }
    }

    /**
     * Records a preemption.
     *
     * @param place
     *            the name of the placement or of the policy
     * @param worker
     *            the worker, or -1 if the place has only one
     * @param quantumNs
     *            the quantum that was used up, in nanoseconds
     */
    public static void preemption(String place, int worker, long quantumNs) {
        if (!PREEMPTION.isEnabled()) {
            return;
        }
        PreemptionEvent event = new PreemptionEvent();
        if (event.shouldCommit()) {
            event.place = place;
            event.worker = worker;
            event.quantumNs = quantumNs;
            event.commit();
        }
    }

    /**
     * Records the swap of a class.
     *
     * @param before
     *            its specification until now
     * @param after
     *            its specification from now on
     */
    public static void swap(Object before, Object after) {
        PolicySwapEvent event = new PolicySwapEvent();
        if (event.isEnabled()) {
            event.before = before.toString();
            event.after = after.toString();
            event.commit();
        }
    }

    /**
     * Records a change of a group.
     *
     * @param group
     *            its name, or that of the placement that scales it
     * @param change
     *            what has happened
     * @param workers
     *            the number of workers that are active now
     */
    public static void groupChange(String group, GroupChange change, int workers) {
        GroupChangeEvent event = new GroupChangeEvent();
        if (event.isEnabled()) {
            event.group = group;
            event.change = change.name();
            event.workers = workers;
            event.commit();
        }
    }

    /** Returns the lengths of queues. */
    @FunctionalInterface
    public interface Lengths {
        /**
         * Returns the length of a queue.
         *
         * @param queue
         *            from 0
         * @return the number of handles
         */
        int of(int queue);
    }

    /** A batch that a worker has resumed. */
    @Name("io.creel.ResumeBatch")
    @Label("Resume Batch")
    @Description("A worker has resumed the coroutines of a batch.")
    @Category("Creel")
    @Enabled(false)
    @StackTrace(false)
    @Throttle("200/s")
    public static final class ResumeBatchEvent extends Event {
        /** The name of the worker. */
        @Label("Worker")
        @Nullable
        public String worker;
        /** The number of coroutines. */
        @Label("Coroutines")
        public int coroutines;

        private ResumeBatchEvent() {
        }
    }

    @Name("io.creel.Placement")
    @Label("Placement")
    @Description("A policy has chosen the queue of a coroutine; the lengths are those at that moment.")
    @Category("Creel")
    @Enabled(false)
    @StackTrace(false)
    @Throttle("200/s")
    private static final class PlacementEvent extends Event {
        @Label("Placement")
        @Nullable
        String placement;
        @Label("Where Policy")
        @Nullable
        String policy;
        @Label("Placing Worker")
        @Description("-1 for a thread that is no worker of the placement")
        int byWorker;
        @Label("Queue")
        int queue;
        @Label("Queue Length")
        int queueLength;
        @Label("Shortest Queue")
        int shortestQueue;
        @Label("Shortest Length")
        int shortestLength;
    }

    @Name("io.creel.Preemption")
    @Label("Preemption")
    @Description("A coroutine has used up its quantum and makes room for others.")
    @Category("Creel")
    @Enabled(false)
    @StackTrace(false)
    @Throttle("200/s")
    private static final class PreemptionEvent extends Event {
        @Label("Placement or Policy")
        @Nullable
        String place;
        @Label("Worker")
        int worker;
        @Label("Quantum")
        @Timespan
        long quantumNs;
    }

    @Name("io.creel.PolicySwap")
    @Label("Policy Swap")
    @Description("A class of service has got another specification.")
    @Category("Creel")
    @Enabled(false)
    @StackTrace(false)
    private static final class PolicySwapEvent extends Event {
        @Label("Before")
        @Nullable
        String before;
        @Label("After")
        @Nullable
        String after;
    }

    @Name("io.creel.GroupChange")
    @Label("Group Change")
    @Description("A group of workers has started, stopped, closed, scaled or lost a thread.")
    @Category("Creel")
    @Enabled(false)
    @StackTrace(false)
    private static final class GroupChangeEvent extends Event {
        @Label("Group")
        @Nullable
        String group;
        @Label("Change")
        @Nullable
        String change;
        @Label("Active Workers")
        int workers;
    }
}
