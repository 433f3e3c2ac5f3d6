package io.creel.schedulers.sim;

import io.creel.schedulers.sim.load.ServiceMix;
import io.creel.schedulers.sim.load.Words;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.twoqueue.TwoQueue;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.central.Central;
import io.creel.schedulers.where.hash.FlowHash;
import io.creel.schedulers.where.stealing.Stealing;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Production policies by name, written as where/when with parameters behind colons: {@code central/fifo},
 * {@code stealing/twoqueue:5us:256}. The when may be left out and is {@code fifo} then.
 */
public final class PolicyWords {
    private static final Map<String, Function<String[], Function<Environment, Where>>> WHERE = new TreeMap<>(Map.of(
            "central", parameters -> central(parameters), "hash",
            parameters -> none(parameters, environment -> new FlowHash(Environment::flowOf)), "stealing",
            parameters -> none(parameters, environment -> new Stealing())));

    private static final Map<String, Function<String[], BiFunction<Environment, String, When>>> WHEN = new TreeMap<>(
            Map.of("fifo", parameters -> none(parameters, (environment, name) -> new Fifo(name)), "twoqueue",
                    parameters -> twoQueue(parameters)));

    private PolicyWords() {
    }

    /**
     * Reads a policy.
     *
     * @throws UnknownWordException
     *             where there is no such policy
     * @throws IllegalArgumentException
     *             where a parameter cannot be read
     */
    public static SimulatedPolicy parse(String text) {
        String[] halves = text.strip().split("/", -1);
        if (halves.length > 2) {
            throw new IllegalArgumentException("policy cannot be read: text=" + text + ", known=WHERE/WHEN");
        }
        String when = halves.length == 1 ? "fifo" : halves[1];
        SimulatedPolicy policy = new SimulatedPolicy(halves[0] + "/" + when, find("where policy", WHERE, halves[0]),
                find("when policy", WHEN, when));
        Environment trial = new Environment(2, ServiceMix.parse("EX1"), () -> 0, bound -> 0);
        policy.where().apply(trial); // parameters out of range are said now
        policy.when().apply(trial, "trial");
        return policy;
    }

    /** The names of the <em>where</em>. */
    public static List<String> whereNames() {
        return List.copyOf(WHERE.keySet());
    }

    /** The names of the <em>when</em>. */
    public static List<String> whenNames() {
        return List.copyOf(WHEN.keySet());
    }

    private static <T> T find(String kind, Map<String, Function<String[], T>> words, String text) {
        String[] parts = text.split(":", -1);
        Function<String[], T> maker = words.get(parts[0]);
        if (maker == null) {
            throw new UnknownWordException(kind, parts[0], List.copyOf(words.keySet()));
        }
        return maker.apply(parts);
    }

    private static <T> T none(String[] parts, T made) {
        requireAtMost(parts, 0, "no parameter");
        return made;
    }

    private static void requireAtMost(String[] parts, int parameters, String known) {
        if (parts.length > parameters + 1) {
            throw new IllegalArgumentException("too many parameters: policy=" + String.join(":", parts) + ", known="
                    + parts[0] + " with " + known);
        }
    }

    private static int count(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("count cannot be read: text=" + text);
        }
        return Integer.parseInt(text);
    }

    private static Function<Environment, Where> central(String[] parts) {
        requireAtMost(parts, 1, "the largest batch");
        int maxBatch = parts.length > 1 ? count(parts[1]) : Central.DEFAULT_MAX_BATCH;
        return environment -> new Central(maxBatch);
    }

    private static BiFunction<Environment, String, When> twoQueue(String[] parts) {
        requireAtMost(parts, 2, "the quantum and the batches of new ones before a preempted one");
        long quantumNs = parts.length > 1 ? Words.positiveNs(parts[1]) : TwoQueue.DEFAULT_QUANTUM_NS;
        int maxNewBatches = parts.length > 2 ? count(parts[2]) : TwoQueue.DEFAULT_MAX_NEW_BATCHES;
        return (environment, name) -> new TwoQueue(name, quantumNs, maxNewBatches);
    }
}
