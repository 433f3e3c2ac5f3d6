package io.creel.schedulers.placement;

import io.creel.core.Coroutine;
import io.creel.queues.OrderedTree;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.scaling.arachne.Arachne;
import io.creel.schedulers.scaling.delayrange.DelayRange;
import io.creel.schedulers.scaling.harvest.Harvest;
import io.creel.schedulers.scaling.ix.IxElastic;
import io.creel.schedulers.scaling.standing.StandingQueue;
import io.creel.schedulers.scaling.tas.Tas;
import io.creel.schedulers.scaling.utilrange.UtilisationRange;
import io.creel.schedulers.scaling.warm.WarmCores;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.adaptivequantum.AdaptiveQuantum;
import io.creel.schedulers.when.besteffort.BestEffort;
import io.creel.schedulers.when.deficit.DeficitRoundRobin;
import io.creel.schedulers.when.edf.EarliestDeadline;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.lifoslot.LifoSlot;
import io.creel.schedulers.when.microquanta.MicroQuanta;
import io.creel.schedulers.when.priority.StrictPriority;
import io.creel.schedulers.when.shares.Shares;
import io.creel.schedulers.when.sloratio.SloRatio;
import io.creel.schedulers.when.timeslice.TimeSlice;
import io.creel.schedulers.when.twoqueue.TwoQueue;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.central.Central;
import io.creel.schedulers.where.darc.Darc;
import io.creel.schedulers.where.dispatcher.Dispatcher;
import io.creel.schedulers.where.fraction.Fractions;
import io.creel.schedulers.where.hash.FlowHash;
import io.creel.schedulers.where.jbsq.Jbsq;
import io.creel.schedulers.where.linux.Cpumap;
import io.creel.schedulers.where.linux.ThreadedNapi;
import io.creel.schedulers.where.locality.Locality;
import io.creel.schedulers.where.netchannel.Compact;
import io.creel.schedulers.where.netchannel.RoundRobin;
import io.creel.schedulers.where.shortest.ShortestQueue;
import io.creel.schedulers.where.shortest.TwoChoices;
import io.creel.schedulers.where.snap.Compacting;
import io.creel.schedulers.where.snap.Dedicating;
import io.creel.schedulers.where.snap.Spreading;
import io.creel.schedulers.where.stealing.Stealing;
import io.creel.schedulers.where.twolevel.TwoLevel;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Every policy by name, for suites that run over all of them. Types are 0 and 1. */
public final class PlacementSuite {
    private static final int ENGINES = 3;

    private PlacementSuite() {
    }

    /** A where, and whether it promises that no active worker idles while anything waits. */
    public record NamedWhere(String name, boolean conserves, Supplier<? extends Where> where) {
        public PlacementBuilder configure(PlacementBuilder builder) {
            return builder.types(2, PlacementDriver::typeOf).where(where.get());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Makes an order from its name and a clock. */
    public interface WhenFactory {
        When make(String name, LongSupplier nanoClock);
    }

    /**
     * A when, and its bound: after at most that many takes of one each the only handle of type 1 is taken while handles
     * of type 0 never end; 0 if its documentation promises none.
     */
    public record NamedWhen(String name, int bound, WhenFactory when) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static NamedWhere conserving(String name, Supplier<? extends Where> where) {
        return new NamedWhere(name, true, where);
    }

    private static NamedWhere partitioned(String name, Supplier<? extends Where> where) {
        return new NamedWhere(name, false, where);
    }

    private static long flow(Coroutine handle) {
        return PlacementDriver.request(handle).flow();
    }

    private static int engine(Coroutine handle) {
        return (int) flow(handle);
    }

    /** Called by several threads: each call makes a generator of its own. */
    private static RandomGenerator random() {
        SplittableRandom seeds = new SplittableRandom(3);
        return () -> {
            synchronized (seeds) {
                return seeds.nextLong();
            }
        };
    }

    public static Stream<NamedWhere> wheres() {
        return Stream.of(
                conserving("central", Central::new),
                partitioned("hash", () -> new FlowHash(PlacementSuite::flow)),
                partitioned("jbsq", Jbsq::new),
                partitioned("jbsq-dispatcher", () -> new Jbsq(2, 5_000)),
                partitioned("shortest", ShortestQueue::new),
                partitioned("two-choices", () -> new TwoChoices(random())),
                conserving("stealing", Stealing::new),
                partitioned("two-level", () -> new TwoLevel(PlacementSuite::flow)),
                partitioned("dispatcher", Dispatcher::new),
                partitioned("compact", () -> new Compact(handle -> PlacementDriver.request(handle).bytes())),
                partitioned("round-robin", () -> new RoundRobin(handle -> PlacementDriver.request(handle).bytes())),
                partitioned("darc", () -> new Darc(2, PlacementDriver::typeOf, 100)),
                conserving("fractions", () -> new Fractions(PlacementDriver::typeOf, 30, 20)),
                partitioned("dedicating", () -> new Dedicating(ENGINES, PlacementSuite::engine)),
                partitioned("spreading", () -> new Spreading(ENGINES, PlacementSuite::engine)),
                partitioned("compacting", () -> new Compacting(ENGINES, PlacementSuite::engine, 50_000)),
                partitioned("threaded-napi", () -> new ThreadedNapi(ENGINES, PlacementSuite::engine)),
                partitioned("cpumap", () -> new Cpumap(PlacementSuite::engine)),
                partitioned("locality", () -> new Locality(PlacementSuite::flow)));
    }

    public static Stream<NamedWhen> whens() {
        return Stream.of(
                new NamedWhen("fifo", 1, (name, clock) -> new Fifo(name)),
                new NamedWhen("lifo-slot", 1 + LifoSlot.MAX_SLOT_TAKES, (name, clock) -> new LifoSlot(name)),
                new NamedWhen("time-slice", 1, (name, clock) -> new TimeSlice(name)),
                new NamedWhen("two-queue", 1, (name, clock) -> new TwoQueue(name)),
                new NamedWhen("edf", 202, (name, clock) -> new EarliestDeadline(name,
                        handle -> PlacementDriver.request(handle).deadlineNs(), 0)),
                new NamedWhen("edf, red-black", 202, (name, clock) -> new EarliestDeadline(name,
                        handle -> PlacementDriver.request(handle).deadlineNs(), 0, OrderedTree.RED_BLACK)),
                new NamedWhen("slo-ratio", 12,
                        (name, clock) -> new SloRatio(name, clock, 5_000, PlacementDriver::typeOf, 1_000,
                                10_000)),
                new NamedWhen("priority", StrictPriority.DEFAULT_MAX_PASSED + 2,
                        (name, clock) -> new StrictPriority(name, 2, PlacementDriver::typeOf,
                                StrictPriority.DEFAULT_MAX_PASSED)),
                new NamedWhen("shares", 5, (name, clock) -> new Shares(name, 5_000, PlacementDriver::typeOf, 300, 100)),
                new NamedWhen("weighted", 4,
                        (name, clock) -> DeficitRoundRobin.weighted(name, PlacementDriver::typeOf, 3, 1)),
                new NamedWhen("deficit", 3, (name, clock) -> new DeficitRoundRobin(name, PlacementDriver::typeOf,
                        handle -> PlacementDriver.request(handle).bytes(), 2_000, 1_000)),
                new NamedWhen("best-effort", 0,
                        (name, clock) -> new BestEffort(name, handle -> PlacementDriver.typeOf(handle) == 1)),
                new NamedWhen("microquanta", 11, (name, clock) -> new MicroQuanta(name, clock,
                        handle -> PlacementDriver.typeOf(handle) == 0, 9_000, 10_000)),
                new NamedWhen("adaptive-quantum", 1, AdaptiveQuantum::new));
    }

    public static Stream<Supplier<Scaling>> scalings() {
        return Stream.of(StandingQueue::new, DelayRange::new, UtilisationRange::new, IxElastic::new, Tas::new,
                Arachne::new, () -> new WarmCores(1), Harvest::new);
    }
}
