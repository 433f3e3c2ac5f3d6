package io.creel.schedulers.services;

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
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Every stock policy by name, with the numbers it takes. Numbers follow the name in brackets, {@code jbsq(3)}; a number may be a
 * duration, {@code time-slice(10us)}. A name alone means the numbers of its source. Any thread.
 */
public final class Policies {
    private static final TreeMap<String, Named<Where>> WHERES = new TreeMap<>();
    private static final TreeMap<String, Named<When>> WHENS = new TreeMap<>();
    private static final TreeMap<String, Named<Scaling>> SCALINGS = new TreeMap<>();

    private record Named<P>(int mostNumbers, Hints.Maker<? extends P> maker) {
    }

    static {
        where("central", 2, (name, hints, clock, n) -> new Central(small(n, 1, 1),
                small(n, 0, Central.DEFAULT_MAX_BATCH)));
        where("hash", 0, (name, hints, clock, n) -> new FlowHash(hints.flow()));
        where("jbsq", 2, (name, hints, clock, n) -> new Jbsq(small(n, 0, Jbsq.DEFAULT_BOUND), or(n, 1, 0)));
        where("shortest", 0, (name, hints, clock, n) -> new ShortestQueue());
        where("two-choices", 0, (name, hints, clock, n) -> new TwoChoices(hints.random()));
        where("stealing", 0, (name, hints, clock, n) -> new Stealing());
        where("two-level", 0, (name, hints, clock, n) -> new TwoLevel(hints.flow()));
        where("dispatcher", 0, (name, hints, clock, n) -> new Dispatcher());
        where("compact", 0, (name, hints, clock, n) -> new Compact(hints.bytes()));
        where("round-robin", 0, (name, hints, clock, n) -> new RoundRobin(hints.bytes()));
        where("darc", 1, (name, hints, clock, n) -> new Darc(hints.types(), hints.type(), small(n, 0, Darc.WINDOW)));
        where("fractions", 64, (name, hints, clock, n) -> new Fractions(hints.type(),
                ints(each(n, hints.types(), 100 / hints.types()))));
        where("dedicating", 0, (name, hints, clock, n) -> new Dedicating(hints.types(), hints.type()));
        where("spreading", 0, (name, hints, clock, n) -> new Spreading(hints.types(), hints.type()));
        where("compacting", 1, (name, hints, clock, n) -> new Compacting(hints.types(), hints.type(),
                or(n, 0, Compacting.DEFAULT_DELAY_TARGET_NS)));
        where("threaded-napi", 0, (name, hints, clock, n) -> new ThreadedNapi(hints.types(), hints.type()));
        where("cpumap", 0, (name, hints, clock, n) -> new Cpumap(hints.type()));
        where("locality", 0, (name, hints, clock, n) -> new Locality(hints.flow()));

        when("fifo", 0, (name, hints, clock, n) -> new Fifo(name));
        when("lifo-slot", 0, (name, hints, clock, n) -> new LifoSlot(name));
        when("time-slice", 1, (name, hints, clock, n) -> new TimeSlice(name, or(n, 0, TimeSlice.DEFAULT_QUANTUM_NS)));
        when("two-queue", 2, (name, hints, clock, n) -> new TwoQueue(name, or(n, 0, TwoQueue.DEFAULT_QUANTUM_NS),
                small(n, 1, TwoQueue.DEFAULT_MAX_NEW_BATCHES)));
        when("edf", 1, (name, hints, clock, n) -> new EarliestDeadline(name, hints.deadlineNs(),
                or(n, 0, Long.MAX_VALUE)));
        when("slo-ratio", 64, (name, hints, clock, n) -> new SloRatio(name, clock, TimeSlice.DEFAULT_QUANTUM_NS,
                hints.type(), each(n, hints.types(), 1_000_000)));
        when("priority", 1, (name, hints, clock, n) -> new StrictPriority(name, hints.types(), hints.type(),
                small(n, 0, StrictPriority.DEFAULT_MAX_PASSED)));
        when("shares", 64, (name, hints, clock, n) -> new Shares(name, TimeSlice.DEFAULT_QUANTUM_NS, hints.type(),
                ints(each(n, hints.types(), Shares.UNIT_WEIGHT))));
        when("weighted", 64, (name, hints, clock, n) -> DeficitRoundRobin.weighted(name, hints.type(),
                each(n, hints.types(), 1)));
        when("deficit", 64, (name, hints, clock, n) -> new DeficitRoundRobin(name, hints.type(), hints.bytes(),
                each(n, hints.types(), 1_500)));
        when("best-effort", 0, (name, hints, clock, n) -> new BestEffort(name,
                handle -> hints.type().applyAsInt(handle) > 0));
        when("microquanta", 2, (name, hints, clock, n) -> new MicroQuanta(name, clock,
                handle -> hints.type().applyAsInt(handle) == 0, or(n, 0, MicroQuanta.DEFAULT_RUNTIME_NS),
                or(n, 1, MicroQuanta.DEFAULT_PERIOD_NS)));
        when("adaptive-quantum", 0, (name, hints, clock, n) -> new AdaptiveQuantum(name, clock));

        scaling("standing-queue", 1, (name, hints, clock, n) -> new StandingQueue(
                or(n, 0, StandingQueue.DEFAULT_PERIOD_NS)));
        scaling("delay-range", 0, (name, hints, clock, n) -> new DelayRange());
        scaling("utilisation-range", 0, (name, hints, clock, n) -> new UtilisationRange());
        scaling("ix-elastic", 0, (name, hints, clock, n) -> new IxElastic());
        scaling("tas", 0, (name, hints, clock, n) -> new Tas());
        scaling("arachne", 0, (name, hints, clock, n) -> new Arachne());
        scaling("warm-cores", 1, (name, hints, clock, n) -> new WarmCores(small(n, 0, 1)));
        scaling("harvest", 0, (name, hints, clock, n) -> new Harvest());
    }

    private Policies() {
    }

    private static void where(String name, int numbers, Hints.Maker<Where> maker) {
        WHERES.put(name, new Named<>(numbers, maker));
    }

    private static void when(String name, int numbers, Hints.Maker<When> maker) {
        WHENS.put(name, new Named<>(numbers, maker));
    }

    private static void scaling(String name, int numbers, Hints.Maker<Scaling> maker) {
        SCALINGS.put(name, new Named<>(numbers, maker));
    }

    private static int small(long[] numbers, int index, int otherwise) {
        return ints(new long[]{or(numbers, index, otherwise)})[0];
    }

    private static long or(long[] numbers, int index, long otherwise) {
        return index < numbers.length ? numbers[index] : otherwise;
    }

    private static long[] each(long[] numbers, int count, long otherwise) {
        long[] all = new long[count];
        for (int i = 0; i < count; i++) {
            all[i] = or(numbers, i, otherwise);
        }
        return all;
    }

    private static int[] ints(long[] numbers) {
        int[] all = new int[numbers.length];
        for (int i = 0; i < all.length; i++) {
            if (numbers[i] > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("number too big: number=" + numbers[i] + ", most="
                        + Integer.MAX_VALUE);
            }
            all[i] = (int) numbers[i];
        }
        return all;
    }

    /** The names of all that say where. */
    public static Set<String> wheres() {
        return WHERES.navigableKeySet();
    }

    /** The names of all that say when. */
    public static Set<String> whens() {
        return WHENS.navigableKeySet();
    }

    /** The names of all that say how many. */
    public static Set<String> scalings() {
        return SCALINGS.navigableKeySet();
    }

    /**
     * Makes a where.
     *
     * @param text
     *            its name, with numbers in brackets or without
     * @throws IllegalArgumentException
     *             where there is none of that name, with those there are; or where its numbers are wrong
     */
    public static Where where(String text, Hints hints, LongSupplier nanoClock) {
        return make("where", WHERES, text, text, hints, nanoClock);
    }

    /**
     * Makes a when.
     *
     * @param text
     *            its name, with numbers in brackets or without
     * @param name
     *            what error messages and dumps call it
     * @throws IllegalArgumentException
     *             where there is none of that name, with those there are; or where its numbers are wrong
     */
    public static When when(String text, String name, Hints hints, LongSupplier nanoClock) {
        return make("when", WHENS, text, name, hints, nanoClock);
    }

    /**
     * Makes a scaling.
     *
     * @param text
     *            its name, with numbers in brackets or without
     * @throws IllegalArgumentException
     *             where there is none of that name, with those there are; or where its numbers are wrong
     */
    public static Scaling scaling(String text, Hints hints, LongSupplier nanoClock) {
        return make("scaling", SCALINGS, text, text, hints, nanoClock);
    }

    private static <P> P make(String axis, TreeMap<String, Named<P>> known, String text, String name, Hints hints,
            LongSupplier nanoClock) {
        int open = text.indexOf('(');
        String word = open < 0 ? text : text.substring(0, open);
        Named<P> named = known.get(word);
        if (named == null) {
            throw new IllegalArgumentException("unknown " + axis + ": name=" + word + ", known=" + known.keySet());
        }
        if (open >= 0 && !text.endsWith(")")) {
            throw new IllegalArgumentException("bracket not closed: " + axis + "=" + text);
        }
        long[] numbers = open < 0
                ? new long[0]
                : List.of(text.substring(open + 1, text.length() - 1).split(",")).stream()
                        .mapToLong(number -> Numbers.parse(text, number.strip())).toArray();
        if (numbers.length > named.mostNumbers) {
            throw new IllegalArgumentException("too many numbers: " + axis + "=" + text + ", numbers=" + numbers.length
                    + ", most=" + named.mostNumbers);
        }
        return named.maker.make(name, hints, nanoClock, numbers);
    }
}
