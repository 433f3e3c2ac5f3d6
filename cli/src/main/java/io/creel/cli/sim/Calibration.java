package io.creel.cli.sim;

import io.creel.cli.Accepted;
import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.queues.ListStash;
import io.creel.schedulers.SpinThenPark;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.placement.PlacementTaker;
import io.creel.schedulers.when.timeslice.TimeSlice;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.central.Central;
import io.creel.schedulers.where.stealing.Stealing;
import io.creel.sim.Costs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Measures what scheduling costs on this machine, with the classes that the simulator drives. Each cost is the median
 * of many short rounds after a warm-up, on one thread. The wake-up, and the beginning of a request that another core
 * has made, use two threads.
 */
final class Calibration {
    private static final int LIVE = 256;
    private static final int BATCH = 32;
    private static final int WAKES = 400;
    private static final long ROUNDS_NS = 400_000_000;
    private static final long PAUSE_NS = 200_000;
    /** The time between two checkpoints of a request in 'creel policies'. */
    private static final long CHECKPOINT_EVERY_NS = 500;

    private volatile boolean over;
    private volatile boolean isFed = true;
    private volatile Coroutine woken;
    private volatile long ranNs;

    private Calibration() {
    }

    static Costs measure() {
        Calibration here = new Calibration();
        long switchNs = here.switchNs();
        long[] takeOneAndMany = {here.takeNs(1), here.takeNs(BATCH)};
        long popItemNs = Math.max(0, (takeOneAndMany[1] - takeOneAndMany[0]) / (BATCH - 1));
        long popNs = Math.max(0, takeOneAndMany[0] - popItemNs);
        return new Costs(Math.max(0, here.preemptNs() - switchNs), here.wakeNs(), switchNs,
                Math.max(0, here.stealNs() - takeOneAndMany[0]), here.placeNs(), popNs, popItemNs,
                here.checkpointNs(), CHECKPOINT_EVERY_NS,
                Math.max(0, here.foreignNs() - takeOneAndMany[0] - switchNs));
    }

    /** Measures an await in a list with a drain and a resume in batches. */
    private long switchNs() {
        over = false;
        ListStash list = new ListStash("calibration");
        Batch batch = new Batch(BATCH);
        Worker worker = new Worker("calibration", self -> self.resume(list.drain(batch, BATCH)), System::nanoTime);
        for (int i = 0; i < LIVE; i++) {
            Accepted.require(list.push(Coroutine.create(ignored -> {
                while (!over) {
                    Coroutine.await(list);
                }
            }, null)));
        }
        long ns = median(() -> timed(() -> {
            for (int done = 0; done < LIVE; done += worker.doWork()) {
                continue;
            }
        }) / LIVE);
        over = true;
        while (!list.isEmpty()) {
            worker.doWork();
        }
        return ns;
    }

    private Placement central() {
        return Placement.builder("calibration", 1, System::nanoTime).where(new Central(1, LIVE)).build();
    }

    private static Coroutine[] handles() {
        Coroutine[] handles = new Coroutine[LIVE];
        for (int i = 0; i < LIVE; i++) {
            handles[i] = Coroutine.create(ignored -> {
            }, null);
        }
        return handles;
    }

    /** Measures a dispatcher's work per handle. */
    private long placeNs() {
        Placement placement = central();
        Coroutine[] handles = handles();
        PlacementTaker taker = new PlacementTaker(0, new Batch(LIVE), placement);
        return median(() -> {
            long ns = timed(() -> {
                for (Coroutine handle : handles) {
                    Accepted.require(placement.place(handle, 0));
                }
            });
            taker.take(placement);
            giveBack(placement, taker);
            return ns / LIVE;
        });
    }

    /** Measures a take of {@code count} handles, including the handles that it admits first. */
    private long takeNs(int count) {
        Placement placement = central();
        Coroutine[] handles = handles();
        PlacementTaker taker = new PlacementTaker(0, new Batch(count), placement);
        return median(() -> {
            for (int i = 0; i < count; i++) {
                Accepted.require(placement.place(handles[i], 0));
            }
            long ns = timed(() -> taker.take(placement));
            giveBack(placement, taker);
            return ns;
        });
    }

    /** Measures a take of one handle by a worker whose own queue is empty. */
    private long stealNs() {
        Placement placement = Placement.builder("calibration", 2, System::nanoTime).where(new Stealing()).build();
        Coroutine[] handles = handles();
        PlacementTaker thief = new PlacementTaker(1, new Batch(1), placement);
        return median(() -> {
            Accepted.require(placement.place(handles[0], 0));
            long ns = timed(() -> thief.take(placement));
            giveBack(placement, thief);
            return ns;
        });
    }

    /** Gives the taken handles back to the caller and checks that none is left, because the next round relies on it. */
    private static void giveBack(Placement placement, PlacementTaker taker) {
        while (taker.batch().take() != null) {
            taker.finished();
        }
        if (!placement.isEmpty()) {
            throw new IllegalStateException("a take has left handles behind: placement=" + placement);
        }
    }

    /** Measures one turn of two coroutines that are preempted at each checkpoint, a switch included. */
    private long preemptNs() {
        over = false;
        Placement placement = Placement.builder("calibration", 1, System::nanoTime).when(name -> new TimeSlice(name, 1))
                .build();
        Worker worker = new Worker("calibration", new PlacementProgram(placement, 0, 1, System::nanoTime),
                System::nanoTime);
        for (int i = 0; i < 2; i++) {
            Accepted.require(placement.place(Coroutine.create(ignored -> {
                while (!over) {
                    Coroutine.checkpoint();
                }
            }, null), Where.NONE));
        }
        long ns = median(() -> {
            long before = placement.when(0).preemptions();
            long took = timed(() -> {
                for (int i = 0; i < LIVE; i++) {
                    worker.doWork();
                }
            });
            return took / Math.max(1, placement.when(0).preemptions() - before);
        });
        over = true;
        while (!placement.isEmpty()) {
            worker.doWork();
        }
        return ns;
    }

    /** Measures a checkpoint of a coroutine whose quantum is used up while no other handle waits. */
    private long checkpointNs() {
        Placement placement = Placement.builder("calibration", 1, System::nanoTime).when(name -> new TimeSlice(name, 1))
                .build();
        Worker worker = new Worker("calibration", new PlacementProgram(placement, 0, 1, System::nanoTime),
                System::nanoTime);
        long[] ns = {-1};
        Accepted.require(placement.place(Coroutine.create(ignored -> ns[0] = median(() -> timed(() -> {
            for (int i = 0; i < LIVE; i++) {
                Coroutine.checkpoint();
            }
        }) / LIVE), null), Where.NONE));
        while (ns[0] < 0) {
            worker.doWork();
        }
        return ns[0];
    }

    /** Measures the time from a placement to the coroutine's first line on a worker that sleeps. */
    private long wakeNs() {
        Placement placement = central();
        List<Long> times = new ArrayList<>();
        try (WorkerGroup group = WorkerGroup.builder("calibration", 1)
                .idle(() -> new SpinThenPark(0, SpinThenPark.DEFAULT_MAX_PARK_NS)).build()) {
            placement.start(group, 1);
            Accepted.require(placement.place(Coroutine.create(ignored -> {
                while (true) { // until the group cancels it
                    Coroutine.await(self -> {
                        woken = self;
                        return true;
                    });
                    ranNs = System.nanoTime();
                }
            }, null), Where.NONE));
            for (int i = 0; i < WAKES; i++) {
                long untilNs = System.nanoTime() + PAUSE_NS;
                while (woken == null || System.nanoTime() - untilNs < 0) {
                    Thread.onSpinWait();
                }
                Coroutine handle = woken;
                woken = null;
                ranNs = 0;
                long beginNs = System.nanoTime();
                Accepted.require(placement.place(handle, Where.NONE));
                while (ranNs == 0) {
                    Thread.onSpinWait();
                }
                times.add(ranNs - beginNs);
            }
            while (woken == null) {
                Thread.onSpinWait();
            }
            Accepted.require(placement.place(woken, Where.NONE));
        }
        times.sort(null);
        return times.get(times.size() / 2);
    }

    /**
     * Measures a whole request that another thread has made and placed: it is taken, begun on a fresh stack and ended.
     * Its handle, its argument and the queue's slots come out of the other core's cache; no other cost here includes
     * that. Both threads spin, so that the operating system keeps them on two cores.
     */
    private long foreignNs() {
        Placement placement = central();
        Worker worker = new Worker("calibration", new PlacementProgram(placement, 0, 1, System::nanoTime),
                System::nanoTime);
        over = false;
        Thread feeder = Thread.ofPlatform().daemon().name("calibration-feeder").start(() -> {
            while (!over) {
                if (isFed) {
                    Thread.onSpinWait();
                    continue;
                }
                for (int i = 0; i < LIVE; i++) {
                    Accepted.require(placement.place(Coroutine.create(_ -> {
                    }, new Object()), 0));
                }
                isFed = true;
            }
        });
        long ns = median(() -> {
            isFed = false;
            while (!isFed) {
                Thread.onSpinWait();
            }
            return timed(() -> {
                for (int done = 0; done < LIVE; done += worker.doWork()) {
                    continue;
                }
            }) / LIVE;
        });
        over = true;
        try {
            feeder.join();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException("calibration was interrupted: step=requests of another thread", stopped);
        }
        return ns;
    }

    private static long timed(Runnable what) {
        long beginNs = System.nanoTime();
        what.run();
        return System.nanoTime() - beginNs;
    }

    /** Returns the median of the second half of the rounds, when the code is compiled. */
    private static long median(LongSupplier roundNs) {
        List<Long> rounds = new ArrayList<>();
        long untilNs = System.nanoTime() + ROUNDS_NS;
        while (System.nanoTime() - untilNs < 0) {
            rounds.add(roundNs.getAsLong());
        }
        List<Long> late = new ArrayList<>(rounds.subList(rounds.size() / 2, rounds.size()));
        late.sort(null);
        return late.get(late.size() / 2);
    }
}
