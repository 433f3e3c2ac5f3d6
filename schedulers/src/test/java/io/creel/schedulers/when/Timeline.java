package io.creel.schedulers.when;

import io.creel.schedulers.program.WorkSource;
import io.creel.schedulers.program.PolicyProgram;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.schedulers.Worker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A worker without a thread in virtual time. Arrivals are planned, bodies burn microseconds and pass a checkpoint
 * before each. The timeline writes down, with the time, each coroutine that begins, resumes after a preemption, or
 * ends.
 */
public final class Timeline implements WorkSource {
    private final ArrayDeque<Arrival> arrivals = new ArrayDeque<>();
    private final List<String> events = new ArrayList<>();
    private final When when;
    private final Worker worker;
    private long nowUs;

    private record Arrival(long atUs, String name, long burnUs) {
    }

    /**
     * Makes a timeline for a policy.
     *
     * @param policy
     *            makes the policy
     */
    public Timeline(Supplier<When> policy, int maxBatch) {
        when = policy.get();
        worker = new Worker("timeline", new PolicyProgram(when, this, maxBatch, () -> nowUs * 1_000),
                () -> nowUs * 1_000);
    }

    /** Plans an arrival; not before the one planned last. */
    public Timeline arrive(long atUs, String name, long burnUs) {
        arrivals.add(new Arrival(atUs, name, burnUs));
        return this;
    }

    /** Runs duty cycles until nothing is left, letting time pass to the next arrival if idle; returns the events. */
    public List<String> run() {
        while (worker.doWork() > 0 || !arrivals.isEmpty()) {
            if (when.size() == 0 && !arrivals.isEmpty()) {
                nowUs = Math.max(nowUs, arrivals.peek().atUs);
            }
        }
        return events;
    }

    public When when() {
        return when;
    }

    public Worker worker() {
        return worker;
    }

    @Override
    public int poll(Worker self, Stash entry, int max) {
        int polled = 0;
        while (polled < max && isReady() && self.start(entry, this::burn, arrivals.peek())) {
            arrivals.remove();
            polled++;
        }
        return polled;
    }

    @Override
    public boolean isReady() {
        return !arrivals.isEmpty() && arrivals.peek().atUs <= nowUs;
    }

    private void burn(Arrival arrival) {
        write(arrival, "begins");
        for (long left = arrival.burnUs; left > 0; left--) {
            long epoch = Coroutine.current().epoch();
            Coroutine.checkpoint();
            if (Coroutine.current().epoch() != epoch) {
                write(arrival, "goes on");
            }
            nowUs++;
        }
        write(arrival, "ends");
    }

    private void write(Arrival arrival, String what) {
        events.add(nowUs + " " + arrival.name + " " + what);
    }
}
