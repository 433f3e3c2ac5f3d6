package io.creel.oracle.programs;

import io.creel.oracle.SimulatedWorkers;
import io.creel.oracle.SmallProgram;

/** The textbook lost update: no rule is broken, but the program says what it expects. */
public final class ReadsThenWrites implements SmallProgram {
    private int value;
    private int ended;

    @Override
    public void start(SimulatedWorkers workers) {
        for (String name : new String[]{"one", "two"}) {
            workers.start(name, nothing -> add(workers), null);
        }
    }

    private void add(SimulatedWorkers workers) {
        int read = value;
        workers.mayStop("between read and write");
        value = read + 1;
        if (++ended == 2 && value != 2) {
            throw new AssertionError("update lost: value=" + value);
        }
    }
}
