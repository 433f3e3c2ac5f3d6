package io.creel.schedulers.placement;

import io.creel.core.Batch;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.schedulers.where.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A placement without workers and in virtual time: the test places, takes and ends handles, and sets the time. Handles
 * are never begun.
 */
public final class PlacementDriver {
    /** The argument of a handle, for hints. */
    public record Request(String name, int type, long flow, long deadlineNs, long bytes) {
    }

    private static final int BATCH = 64;

    private final long[] nowNs;
    private final Placement placement;
    private final List<PlacementTaker> takers = new ArrayList<>();

    private PlacementDriver(Placement placement, long[] nowNs) {
        this.placement = placement;
        this.nowNs = nowNs;
        for (int worker = 0; worker < placement.workers(); worker++) {
            takers.add(new PlacementTaker(worker, new Batch(BATCH), placement));
        }
    }

    /** Prepares a placement for that many workers. */
    public static PlacementBuilder builder(int workers, long[] nowNs) {
        LongSupplier clock = () -> nowNs[0];
        return Placement.builder("test", workers, clock);
    }

    /** Drives a placement. */
    public static PlacementDriver of(PlacementBuilder builder, long[] nowNs) {
        return new PlacementDriver(builder.build(), nowNs);
    }

    public Placement placement() {
        return placement;
    }

    public static Request request(Coroutine handle) {
        return (Request) handle.argument();
    }

    public static int typeOf(Coroutine handle) {
        return request(handle).type;
    }

    public static Coroutine handle(String name, int type, long flow) {
        return Coroutine.create(argument -> {
        }, new Request(name, type, flow, 0, 0));
    }

    public static Coroutine handle(Request request) {
        return Coroutine.create(argument -> {
        }, request);
    }

    /** Places handles of type 0 from outside, each with the flow of its place in the list. */
    public void place(String... names) {
        for (String name : names) {
            place(handle(name, 0, 0));
        }
    }

    public void place(Coroutine handle) {
        if (!placement.place(handle, Where.NONE)) {
            throw new AssertionError("refused: " + request(handle));
        }
    }

    public void at(long timeNs) {
        nowNs[0] = timeNs;
        placement.maintain();
    }

    /** The names of the handles a worker takes. The worker begins the first and holds all. */
    public List<String> take(int worker) {
        List<String> names = new ArrayList<>();
        for (Coroutine handle : takeHandles(worker)) {
            names.add(request(handle).name);
        }
        return names;
    }

    public List<Coroutine> takeHandles(int worker) {
        return takeHandles(worker, BATCH);
    }

    private List<Coroutine> takeHandles(int worker, int max) {
        List<Coroutine> taken = new ArrayList<>();
        PlacementTaker taker = takers.get(worker);
        taker.take(placement, max);
        for (Coroutine handle = taker.batch().take(); handle != null; handle = taker.batch().take()) {
            if (taken.isEmpty()) {
                taker.began(handle);
            }
            taken.add(handle);
        }
        return taken;
    }

    /** The handle a worker takes; fails if it takes more or fewer. */
    public Coroutine takeOne(int worker) {
        return takeOne(worker, BATCH);
    }

    /** The handle a worker takes that asks for at most {@code max}; fails if it takes more or fewer. */
    public Coroutine takeOne(int worker, int max) {
        List<Coroutine> taken = takeHandles(worker, max);
        if (taken.size() != 1) {
            throw new AssertionError("one expected: " + taken.size());
        }
        return taken.getFirst();
    }

    /** Ends the handle that a worker began last, after that time. */
    public void finish(int worker, long ranNs) {
        nowNs[0] += ranNs;
        takers.get(worker).finished();
    }

    /** Whether the handle that a worker began last is to make room once its quantum is used up. */
    public boolean expires(int worker, Coroutine running) {
        return takers.get(worker).waits(running);
    }

    /** Preempts the handle that a worker began last; {@code false} if it runs on. */
    @CheckReturnValue
    public boolean preempt(int worker, Coroutine running) {
        return takers.get(worker).preempted(running);
    }
}
