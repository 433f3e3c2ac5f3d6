package io.creel.sim;

import io.creel.schedulers.where.Where;
import io.creel.sim.explore.Choices;
import io.creel.sim.explore.Program;
import io.creel.sim.load.ServiceMix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small program over a placement, for exploration: a few requests of one or more slices arrive and run on a few
 * cores, and at every step several events are possible. Every order of arrivals, looks, ends and preemptions that can
 * occur on real workers between two steps of the placement is one of the runs. After each step the invariants are
 * checked. The policies may be swapped once in between, and their timer may go off a few times. As long as only the
 * timer goes off, the number of active cores must not go up and down more often than is allowed.
 *
 * <p>
 * Answer 0 continues with the core or source of the previous step, so the number of other answers is the number of
 * interferences. Random draws of the placement are choices, too.
 */
@SuppressWarnings("NullAway") // a core runs a request if its running field is set
final class StepProgram implements Program {
    private static final ServiceMix MIX = ServiceMix.parse("fixed:1ms");
    private static final int QUEUE_CAPACITY = 64;
    /** Longer than any stock quantum, so that a request that has run for a step has used up its quantum. */
    private static final long STEP_NS = 1_000_000;

    private final SimulatedPolicy policy;
    private final int cores;
    private final int[] slices;
    private final int maxBatch;
    private final int mostPassed;
    private final @Nullable SimulatedPolicy next;
    private final int timers;
    private final int mostTurns;

    /**
     * Describes the program.
     *
     * @param cores
     *            the number of cores
     * @param slices
     *            how many steps each request runs
     * @param maxBatch
     *            how many handles a core takes at most
     * @param mostPassed
     *            a request is starved if more than this many requests have passed it that began to wait later
     */
    StepProgram(SimulatedPolicy policy, int cores, int[] slices, int maxBatch, int mostPassed) {
        this(policy, cores, slices, maxBatch, mostPassed, null, 0, 0);
    }

    private StepProgram(SimulatedPolicy policy, int cores, int[] slices, int maxBatch, int mostPassed,
            @Nullable SimulatedPolicy next, int timers, int mostTurns) {
        this.policy = policy;
        this.cores = cores;
        this.slices = slices.clone();
        this.maxBatch = maxBatch;
        this.mostPassed = mostPassed;
        this.next = next;
        this.timers = timers;
        this.mostTurns = mostTurns;
    }

    /** {@return the same program, in which another policy replaces this one at some time} */
    StepProgram swappingTo(SimulatedPolicy other) {
        return new StepProgram(policy, cores, slices, maxBatch, mostPassed, other, timers, mostTurns);
    }

    /**
     * Returns the same program, in which the timer of the policies goes off.
     *
     * @param times
     *            how many times at most
     * @param turns
     *            how many times the number of active cores may turn from up to down, or back, while only the timer goes
     *            off
     */
    StepProgram withTimers(int times, int turns) {
        return new StepProgram(policy, cores, slices, maxBatch, mostPassed, next, times, turns);
    }

    @Override
    public void run(Choices choices) {
        new State(choices).run();
    }

    /** One run. */
    private final class State {
        private final Choices choices;
        private final VirtualClock clock = new VirtualClock();
        private final SimulatedPlacement placement;
        private final Core[] coreList = new Core[cores];
        private final List<Request> requests = new ArrayList<>();
        private long turn;
        private int ended;
        /**
         * The source of the last step: a core, or a number beyond the cores for the arrivals, the swap and the timer.
         */
        private int last = cores;
        private boolean swapped = next == null;
        private int timersLeft = timers;
        /**
         * The direction of the last change of the number of active cores, and how often it turned, since another event
         * than the timer's.
         */
        private int direction;
        private int turns;

        State(Choices choices) {
            this.choices = choices;
            placement = new SimulatedPlacement(policy, new Environment(cores, MIX, clock, choices::pick),
                    QUEUE_CAPACITY);
            for (int i = 0; i < cores; i++) {
                coreList[i] = new Core(i, placement.taker(i, maxBatch));
            }
        }

        void run() {
            int[] able = new int[cores + 3];
            while (ended < slices.length) {
                int count = collectAble(able);
                if (count == 0) {
                    throw new BrokenInvariantException("nothing more happens and requests are left: requests="
                            + (requests.size() - ended) + ", waiting=" + placement.waiting());
                }
                last = able[count == 1 ? 0 : choices.pick(count)];
                if (last < cores + 2) {
                    direction = 0;
                    turns = 0;
                }
                if (last == cores) {
                    arrive();
                } else if (last == cores + 1) {
                    swap();
                } else if (last == cores + 2) {
                    timer();
                } else {
                    step(coreList[last]);
                }
                if (placement.isSwapping()) {
                    placement.maintain();
                }
                check();
            }
        }

        /**
         * Collects the sources that can make a step, the one of the last step first. A timer alone makes no progress.
         */
        private int collectAble(int[] able) {
            int count = 0;
            boolean any = false;
            for (int i = 0; i < able.length; i++) {
                int who = (last + i) % able.length;
                if (can(who)) {
                    able[count++] = who;
                    any |= who < cores + 2;
                }
            }
            return any ? count : 0;
        }

        private boolean can(int who) {
            if (who == cores) {
                return requests.size() < slices.length;
            } else if (who == cores + 1) {
                return !swapped;
            } else if (who == cores + 2) {
                return timersLeft > 0 && placement.periodNs() != Long.MAX_VALUE;
            }
            return coreList[who].running != null || !coreList[who].batch.isEmpty() || placement.hasWork(who);
        }

        @SuppressWarnings("NullAway") // a swap is possible only if there is a next policy
        private void swap() {
            swapped = true;
            choices.event("swap to " + next.name());
            placement.swap(next);
        }

        private void timer() {
            timersLeft--;
            clock.advanceTo(clock.nowNs() + placement.periodNs());
            int before = placement.active();
            placement.maintain();
            int change = Integer.signum(placement.active() - before);
            choices.event("timer, active cores " + before + " to " + placement.active());
            if (change != 0 && change == -direction && ++turns > mostTurns) {
                throw new BrokenInvariantException(
                        "active cores go up and down: policy=" + policy.name() + ", turns=" + turns
                                + ", activeCores=" + placement.active());
            }
            direction = change == 0 ? direction : change;
        }

        private void arrive() {
            Request request = new Request();
            request.number = requests.size();
            request.serviceNs = slices[requests.size()] * STEP_NS;
            request.leftNs = request.serviceNs;
            request.arrivedNs = clock.nowNs();
            request.flow = requests.size();
            request.flowKey = requests.size();
            requests.add(request);
            request.move(Request.Stage.FREE, Request.Stage.QUEUED);
            waits(request);
            choices.event(request + " arrives");
            if (!placement.place(request.handle, Where.NONE)) {
                throw new BrokenInvariantException("no room for a request: request=" + request.number);
            }
        }

        private void step(Core core) {
            if (core.running == null && core.taker.isRemoved() && handsOver(core)) {
                return;
            }
            if (core.running != null) {
                run(core);
            } else if (!core.batch.isEmpty()) {
                begin(core);
            } else {
                placement.take(core);
                Invariants.requireWorkConserved(core, placement);
                choices.event(core + " takes " + core.batch.size());
                for (int i = 0; i < core.batch.size(); i++) {
                    Request.of(core.batch.get(i)).move(Request.Stage.QUEUED, Request.Stage.TAKEN);
                }
            }
        }

        /** Returns whether a core that was given back had something to hand over. */
        private boolean handsOver(Core core) {
            List<Request> held = new ArrayList<>();
            for (int i = 0; i < core.batch.size(); i++) {
                held.add(Request.of(core.batch.get(i)));
            }
            int gone = core.taker.handOver();
            for (int i = 0; i < core.batch.size(); i++) {
                held.remove(Request.of(core.batch.get(i)));
            }
            for (Request request : held) {
                request.move(Request.Stage.TAKEN, Request.Stage.QUEUED);
                waits(request);
            }
            choices.event(core + " hands over " + gone);
            return gone > 0;
        }

        private void waits(Request request) {
            request.waitingSince = ++turn;
            request.passed = 0;
        }

        private void begin(Core core) {
            core.running = Request.of(core.batch.take());
            Invariants.requireNoneStarved(requests, core.running, mostPassed);
            core.running.move(Request.Stage.TAKEN, Request.Stage.RUNNING);
            core.taker.began(core.running.handle);
            choices.event(core + " runs " + core.running);
        }

        private void run(Core core) {
            Request request = core.running;
            clock.advanceTo(clock.nowNs() + STEP_NS);
            request.leftNs -= STEP_NS;
            if (request.leftNs <= 0) {
                core.running = null;
                request.move(Request.Stage.RUNNING, Request.Stage.FREE);
                ended++;
                choices.event(request + " ends on " + core);
                core.taker.finished();
            } else if (core.taker.quantumNs() <= STEP_NS && core.expires()) {
                request.move(Request.Stage.RUNNING, Request.Stage.QUEUED);
                waits(request);
                choices.event(core + " preempts " + request);
                if (core.taker.preempted(request.handle)) {
                    core.running = null;
                } else {
                    request.move(Request.Stage.QUEUED, Request.Stage.RUNNING); // no room: it runs on
                }
            }
        }

        private void check() {
            long queued = 0;
            for (Request request : requests) {
                queued += request.stage == Request.Stage.QUEUED ? 1 : 0;
            }
            Invariants.requireNoneLost(queued, placement);
        }
    }
}
