package io.creel.schedulers.placement;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.schedulers.where.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A placement without workers and without time: the test says who comes, who takes and who has ended, and when. Handles are
 * never begun.
 */
public final class Drive {
    /** What a handle is about, for hints. */
    public record Request(String name, int type, long flow, long deadlineNs, long bytes) {
    }

    private final Batch batch = new Batch(64);
    private final long[] nowNs;
    private Placement placement;

    private Drive(long[] nowNs) {
        this.nowNs = nowNs;
    }

    /** Prepares a placement for so many workers. */
    public static PlacementBuilder builder(int workers, long[] nowNs) {
        LongSupplier clock = () -> nowNs[0];
        return Placement.builder("test", workers, clock);
    }

    /** Drives a placement. */
    public static Drive of(PlacementBuilder builder, long[] nowNs) {
        Drive drive = new Drive(nowNs);
        drive.placement = builder.build();
        return drive;
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

    /** What a worker takes, by name. It begins the first and holds all. */
    public List<String> take(int worker) {
        List<String> names = new ArrayList<>();
        for (Coroutine handle : takeHandles(worker)) {
            names.add(request(handle).name);
        }
        return names;
    }

    public List<Coroutine> takeHandles(int worker) {
        List<Coroutine> taken = new ArrayList<>();
        placement.take(worker, batch);
        for (Coroutine handle = batch.take(); handle != null; handle = batch.take()) {
            if (taken.isEmpty()) {
                placement.began(worker, handle);
            }
            taken.add(handle);
        }
        return taken;
    }

    /** The one a worker takes; fails where it takes more or fewer. */
    public Coroutine takeOne(int worker) {
        List<Coroutine> taken = takeHandles(worker);
        if (taken.size() != 1) {
            throw new AssertionError("one expected: " + taken.size());
        }
        return taken.getFirst();
    }

    /** What a worker began has ended after so long. */
    public void finish(int worker, long ranNs) {
        nowNs[0] += ranNs;
        placement.finished(worker);
    }
}
