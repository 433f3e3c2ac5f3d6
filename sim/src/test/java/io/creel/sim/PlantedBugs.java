package io.creel.sim;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.when.When;
import io.creel.schedulers.where.Signals;
import java.util.List;

/** Policies that break the rules: each must be caught, or the invariants are worth nothing. */
final class PlantedBugs {
    private PlantedBugs() {
    }

    /** A round robin of one queue; each planted bug overrides one line of it. */
    static class Slices implements When {
        final ListStash waiting;
        private final String name;
        int preempted;

        Slices(String name) {
            this.name = name;
            waiting = new ListStash(name);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Stash entry() {
            return waiting;
        }

        @Override
        public List<Stash> stashes() {
            return List.of(waiting);
        }

        @Override
        public Coroutine suspended(Coroutine handle) {
            preempted++;
            return waiting.suspended(handle);
        }

        @Override
        public Batch take(Batch batch, int max) {
            return waiting.drain(batch, max);
        }

        @Override
        public int size() {
            return waiting.size();
        }

        @Override
        public long quantumNs() {
            return 5_000;
        }

        @Override
        public long preemptions() {
            return preempted;
        }
    }

    /** Forgets one handle that is preempted while two others wait. */
    static final class Loses extends Slices {
        private boolean lost;

        Loses(String name) {
            super(name);
        }

        @Override
        public Coroutine suspended(Coroutine handle) {
            preempted++;
            if (!lost && preempted >= 2 && waiting.size() >= 2) {
                lost = true;
                return null;
            }
            return waiting.suspended(handle);
        }
    }

    /** Forgets that handle, too, and counts it as if it were there. */
    static final class LosesAndCounts extends Slices {
        private int lost;

        LosesAndCounts(String name) {
            super(name);
        }

        @Override
        public Coroutine suspended(Coroutine handle) {
            preempted++;
            if (preempted == 2 && waiting.size() >= 2) {
                lost++;
                return null;
            }
            return waiting.suspended(handle);
        }

        @Override
        public int size() {
            return waiting.size() + lost;
        }
    }

    /** Keeps the second handle that is preempted, and lets it run on as well. */
    static final class Doubles extends Slices {
        Doubles(String name) {
            super(name);
        }

        @Override
        public Coroutine suspended(Coroutine handle) {
            Coroutine kept = super.suspended(handle);
            return preempted == 2 ? handle : kept;
        }
    }

    /** Serves the youngest first: the oldest waits as long as others come. */
    static final class Starves extends Slices {
        Starves(String name) {
            super(name);
        }

        @Override
        public Batch take(Batch batch, int max) {
            Coroutine youngest = waiting.popBack();
            if (youngest != null) {
                waiting.pushFront(youngest);
            }
            return waiting.drain(batch, max);
        }
    }

    /** Answers that nothing waits while one handle does. */
    static final class Idles extends Slices {
        Idles(String name) {
            super(name);
        }

        @Override
        public Batch take(Batch batch, int max) {
            return waiting.size() == 1 && preempted > 0 ? batch : super.take(batch, max);
        }
    }

    /** Uses one bound for both directions: the reason for adding a core is gone as soon as there is one more. */
    static final class NeverContent implements Scaling {
        @Override
        public String name() {
            return "never-content";
        }

        @Override
        public long periodNs() {
            return 5_000;
        }

        @Override
        public int active(Signals signals, int queues, int active, long nowNs) {
            return signals.delayNs(0) / active > 900_000 ? active + 1 : active - 1;
        }
    }
}
