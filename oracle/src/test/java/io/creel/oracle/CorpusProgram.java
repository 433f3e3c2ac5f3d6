package io.creel.oracle;

import io.creel.oracle.Client.Entry;
import io.creel.oracle.Trips.Trip;
import io.creel.oracle.woven.Environment;
import io.creel.sim.explore.Choices;
import io.creel.sim.explore.Program;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One member of a program of the corpus, with everything around it. A run fails if a check trips whose code is among
 * those that are looked for. Other codes are noted.
 */
final class CorpusProgram implements Program {
    private final Contracts contracts;
    private final Environment environment;
    private final Class<?> program;
    private final Entry entry;
    private final Set<String> codes;
    private final ReusedWorkers reused = new ReusedWorkers(2);
    private final Map<String, String> others = new LinkedHashMap<>();
    private long cut;

    /**
     * @param codes
     *            what is looked for; empty for everything
     */
    CorpusProgram(Contracts contracts, Environment environment, Class<?> program, Entry entry, Set<String> codes) {
        this.contracts = contracts;
        this.environment = environment;
        this.program = program;
        this.entry = entry;
        this.codes = codes;
    }

    /** Returns how many runs were cut, because they made too many steps. */
    long cut() {
        return cut;
    }

    /** Returns what tripped besides, in the order in which it was found: a message for each code. */
    Map<String, String> others() {
        return others;
    }

    @Override
    public void run(Choices choices) {
        SimulatedWorkers workers = reused.next(choices);
        Surroundings around = new Surroundings(workers, contracts, program, environment);
        Client client = new Client(around, entry);
        OneRun.make(simulated -> client.start(), workers);
        client.end();
        if (workers.isCut()) {
            cut++;
            return;
        }
        if (around.usedNull) {
            return;
        }
        for (Trip trip : Trips.of(workers.failures(), around.refused)) {
            if (codes.isEmpty() || codes.contains(trip.code())) {
                throw new BrokenRuleError(message(trip), trip.cause());
            }
            others.putIfAbsent(trip.code(), message(trip));
        }
    }

    private static String message(Trip trip) {
        String message = String.valueOf(trip.cause().getMessage());
        return trip.code().equals(Trips.LIBRARY) ? "library: " + message : message;
    }
}
