package io.creel.sim;

import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.scaling.arachne.Arachne;
import io.creel.schedulers.scaling.delayrange.DelayRange;
import io.creel.schedulers.scaling.ix.IxElastic;
import io.creel.schedulers.scaling.standing.StandingQueue;
import io.creel.schedulers.scaling.tas.Tas;
import io.creel.schedulers.scaling.utilrange.UtilisationRange;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.adaptivequantum.AdaptiveQuantum;
import io.creel.schedulers.when.besteffort.BestEffort;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.lifoslot.LifoSlot;
import io.creel.schedulers.when.priority.StrictPriority;
import io.creel.schedulers.when.sloratio.SloRatio;
import io.creel.schedulers.when.timeslice.TimeSlice;
import io.creel.schedulers.when.twoqueue.TwoQueue;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.central.Central;
import io.creel.schedulers.where.darc.Darc;
import io.creel.schedulers.where.fraction.Fractions;
import io.creel.schedulers.where.hash.FlowHash;
import io.creel.schedulers.where.jbsq.Jbsq;
import io.creel.schedulers.where.netchannel.RoundRobin;
import io.creel.schedulers.where.shortest.ShortestQueue;
import io.creel.schedulers.where.shortest.TwoChoices;
import io.creel.schedulers.where.snap.Compacting;
import io.creel.schedulers.where.snap.Dedicating;
import io.creel.schedulers.where.snap.Spreading;
import io.creel.schedulers.where.stealing.Stealing;
import io.creel.schedulers.where.twolevel.TwoLevel;
import io.creel.sim.PolicyWord.Parameters;
import io.creel.sim.load.ServiceMix;
import java.util.List;

/**
 * Production policies by name, written as where/when/scaling with parameters behind colons: {@code central/fifo},
 * {@code jbsq:2/twoqueue:5us:256}, {@code central/fifo/standing}. What is left out is {@code fifo}, and all cores.
 */
public final class PolicyWords {
    /** Of a policy of engines, the flow of a request is its engine, counted around. */
    private static final List<PolicyWord<Where>> WHERE = List.of(
            PolicyWord.of("central", 2,
                    (environment, given) -> new Central(given.count(1, 1),
                            given.count(0, Central.DEFAULT_MAX_BATCH))),
            PolicyWord.of("compacting", 2,
                    (environment, given) -> new Compacting(given.count(0, 4),
                            handle -> Environment.flowNumberOf(handle) % given.count(0, 4), given.ns(1, 50_000))),
            PolicyWord.of("darc", 1,
                    (environment, given) -> new Darc(environment.mix().types().size(), Environment::typeOf,
                            given.count(0, Darc.WINDOW))),
            PolicyWord.of("dedicating", 1,
                    (environment, given) -> new Dedicating(given.count(0, 4),
                            handle -> Environment.flowNumberOf(handle) % given.count(0, 4))),
            PolicyWord.of("fractions", ServiceMix.MAX_TYPES,
                    (environment, given) -> new Fractions(Environment::typeOf, given.counts())),
            PolicyWord.of("hash", 0, (environment, given) -> new FlowHash(Environment::flowOf)),
            PolicyWord.of("jbsq", 1, (environment, given) -> new Jbsq(given.count(0, Jbsq.DEFAULT_BOUND), 0)),
            PolicyWord.of("roundrobin", 0, (environment, given) -> new RoundRobin(_ -> 1)),
            PolicyWord.of("shortest", 0, (environment, given) -> new ShortestQueue()),
            PolicyWord.of("spreading", 1,
                    (environment, given) -> new Spreading(given.count(0, 4),
                            handle -> Environment.flowNumberOf(handle) % given.count(0, 4))),
            PolicyWord.of("stealing", 0, (environment, given) -> new Stealing()),
            PolicyWord.of("twochoices", 0, (environment, given) -> new TwoChoices(environment.random())),
            PolicyWord.of("twolevel", 0, (environment, given) -> new TwoLevel(Environment::flowOf)));

    private static final List<PolicyWord<Scaling>> SCALING = List.of(
            PolicyWord.of("all", 0, (environment, given) -> null),
            PolicyWord.of("arachne", 0, (environment, given) -> new Arachne()),
            PolicyWord.of("delayrange", 0, (environment, given) -> new DelayRange()),
            PolicyWord.of("ix", 0, (environment, given) -> new IxElastic()),
            PolicyWord.of("standing", 1,
                    (environment, given) -> new StandingQueue(given.ns(0, StandingQueue.DEFAULT_PERIOD_NS))),
            PolicyWord.of("tas", 0, (environment, given) -> new Tas()),
            PolicyWord.of("utilrange", 0, (environment, given) -> new UtilisationRange()));

    private PolicyWords() {
    }

    /** The orders, each of a queue of its own with a name. */
    private static List<PolicyWord<When>> when(String queue) {
        return List.of(
                PolicyWord.of("adaptivequantum", 0,
                        (environment, given) -> new AdaptiveQuantum(queue, environment.clock())),
                PolicyWord.of("besteffort", 1,
                        (environment, given) -> new BestEffort(queue,
                                handle -> Environment.typeOf(handle) >= given.count(0, 1))),
                PolicyWord.of("fifo", 0, (environment, given) -> new Fifo(queue)),
                PolicyWord.of("lifoslot", 0, (environment, given) -> new LifoSlot(queue)),
                PolicyWord.of("priority", 1,
                        (environment, given) -> new StrictPriority(queue, environment.mix().types().size(),
                                Environment::typeOf, given.count(0, 32))),
                PolicyWord.of("sloratio", ServiceMix.MAX_TYPES + 1,
                        (environment, given) -> new SloRatio(queue, environment.clock(), given.ns(0, 5_000),
                                Environment::typeOf, given.nsFrom(1))),
                PolicyWord.of("timeslice", 1,
                        (environment, given) -> new TimeSlice(queue, given.ns(0, TimeSlice.DEFAULT_QUANTUM_NS))),
                PolicyWord.of("twoqueue", 2,
                        (environment, given) -> new TwoQueue(queue, given.ns(0, TwoQueue.DEFAULT_QUANTUM_NS),
                                given.count(1, TwoQueue.DEFAULT_MAX_NEW_BATCHES))));
    }

    /**
     * Reads a policy.
     *
     * @throws UnknownWordException
     *             where there is no such policy
     * @throws IllegalArgumentException
     *             where a parameter cannot be read, or the policy refuses it
     */
    public static SimulatedPolicy parse(String text) {
        String[] parts = text.strip().split("/", -1);
        if (parts.length > 3) {
            throw new IllegalArgumentException("policy cannot be read: text=" + text + ", known=WHERE/WHEN/SCALING");
        }
        Parameters where = Parameters.parse(parts[0]);
        Parameters when = Parameters.parse(parts.length > 1 ? parts[1] : "fifo");
        Parameters scaling = Parameters.parse(parts.length > 2 ? parts[2] : "all");
        String name = where.text() + "/" + when.text() + (parts.length > 2 ? "/" + scaling.text() : "");
        SimulatedPolicy policy = new SimulatedPolicy(name,
                environment -> PolicyWord.find("where policy", WHERE, where).make(environment, where),
                (environment, queue) -> PolicyWord.find("when policy", when(queue), when).make(environment, when),
                environment -> PolicyWord.find("scaling policy", SCALING, scaling).make(environment, scaling));
        Environment trial = new Environment(2, ServiceMix.parse("EX1"), () -> 0, bound -> 0);
        var _ = policy.where().apply(trial); // what is wrong is said now, not in the middle of a scan
        var _ = policy.when().apply(trial, "trial");
        var _ = policy.scaling().apply(trial);
        return policy;
    }

    /** The names of the <em>where</em>. */
    public static List<String> whereNames() {
        return PolicyWord.names(WHERE);
    }

    /** The names of the <em>when</em>. */
    public static List<String> whenNames() {
        return PolicyWord.names(when(""));
    }

    /** The names of what says how many cores are active. */
    public static List<String> scalingNames() {
        return PolicyWord.names(SCALING);
    }
}
