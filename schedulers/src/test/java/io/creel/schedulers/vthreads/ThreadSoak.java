package io.creel.schedulers.vthreads;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.core.lock.CoroutineLock;
import io.creel.queues.MpmcStash;
import io.creel.schedulers.WorkerCounts;
import io.creel.schedulers.where.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Many virtual threads that block in every way, are woken, interrupted and unparked for no reason at random, and in the
 * end are accounted for one by one. The run includes a queue that is too small for them. The seed decides what each
 * thread does; the machine decides how they meet.
 */
final class ThreadSoak {
    private static final int OPERATIONS = 13;
    private static final int LOCKS = 16;

    private final int threads;
    private final int steps;
    private final long seed;
    private final ThreadsOnWorkers central;
    private final MpmcStash room = new MpmcStash("waiting-room", 256);
    private final CoroutineLock[] coroutineLocks = new CoroutineLock[LOCKS];
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];
    private final Object[] monitors = new Object[LOCKS];
    private final long[] underCoroutineLocks = new long[LOCKS];
    private final long[] underLocks = new long[LOCKS];
    private final long[] underMonitors = new long[LOCKS];
    private final AtomicLong expected = new AtomicLong();
    private final AtomicLong interrupts = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong children = new AtomicLong();
    private final Thread[] all;
    private volatile boolean over;
    /** Whether to plant a fault: a wake-up that never comes. */
    private final boolean drops;

    ThreadSoak(int threads, int steps, int workers, long seed, boolean drops) {
        this.threads = threads;
        this.steps = steps;
        this.seed = seed;
        this.drops = drops;
        central = new ThreadsOnWorkers("soak", workers, 1_000_000_000L, settings -> settings.capacity(128));
        all = new Thread[threads];
        for (int i = 0; i < LOCKS; i++) {
            coroutineLocks[i] = new CoroutineLock("lock-" + i);
            locks[i] = new ReentrantLock();
            monitors[i] = new Object();
        }
    }

    /** Arguments: threads, steps of each, workers, seed. Ends with exit code 1 if a thread is not accounted for. */
    public static void main(String[] arguments) throws InterruptedException {
        int[] numbers = List.of(arguments).stream().mapToInt(Integer::parseInt).toArray();
        ThreadSoak soak = new ThreadSoak(numbers[0], numbers[1], numbers[2], numbers[3], false);
        List<String> faults = soak.run(Long.MAX_VALUE);
        faults.forEach(System.out::println);
        System.out.println(soak.central.threads.counts());
        System.out.println(faults.isEmpty() ? "soak: every thread is accounted for" : "soak: faults=" + faults.size());
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    /** Returns the faults; gives up once no thread has ended during that many looks. */
    List<String> run(long patience) throws InterruptedException {
        Thread keeper = Thread.ofPlatform().daemon().start(this::letGo);
        for (int i = 0; i < threads; i++) {
            int me = i;
            all[i] = central.threads.factory().newThread(() -> live(me));
        }
        for (Thread thread : all) {
            thread.start();
        }
        awaitEnds(patience);
        over = true;
        keeper.join();
        List<String> faults = new ArrayList<>();
        try {
            central.close();
        } catch (IllegalStateException late) {
            faults.add("FAULT: " + late.getMessage());
        }
        account(faults);
        return faults;
    }

    private void awaitEnds(long patience) {
        long seen = -1;
        for (long looks = 0; ended.get() < threads && looks < patience; looks++) {
            if (ended.get() != seen) {
                seen = ended.get();
                looks = 0;
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void account(List<String> faults) {
        check(faults, "threads ended", threads, ended.get());
        VirtualThreadCounts counts = central.threads.counts();
        check(faults, "started", threads + children.get(), counts.started());
        check(faults, "children", children.get(), counts.inherited());
        check(faults, "ended on workers", counts.started(), counts.ended());
        check(faults, "left in the waiting room", 0, room.size());
        WorkerCounts workers = central.group.counts();
        check(faults, "coroutines completed", counts.started(), workers.completed());
        check(faults, "coroutines outstanding", 0, workers.outstanding());
        long increments = 0;
        for (int i = 0; i < LOCKS; i++) {
            increments += underCoroutineLocks[i] + underLocks[i] + underMonitors[i];
        }
        check(faults, "increments under locks", expected.get(), increments);
    }

    private static void check(List<String> faults, String what, long expected, long found) {
        if (expected != found) {
            faults.add("FAULT: " + what + ": expected=" + expected + ", found=" + found);
        }
    }

    private void live(int me) {
        SplittableRandom random = new SplittableRandom(seed * 31 + me);
        for (int i = 0; i < steps; i++) {
            step(random, random.nextInt(OPERATIONS));
        }
        ended.incrementAndGet();
    }

    private void step(SplittableRandom random, int operation) {
        int which = random.nextInt(LOCKS);
        switch (operation) {
            case 0 -> Thread.yield();
            case 1 -> sleep(random.nextInt(2_000_000));
            case 2 -> LockSupport.parkNanos(random.nextInt(1_000_000));
            case 3 -> LockSupport.unpark(all[random.nextInt(threads)]); // mostly a stray one
            case 4 -> interrupt(all[random.nextInt(threads)]);
            case 5 -> underMonitor(which, random.nextBoolean());
            case 6 -> underLock(which, random.nextBoolean());
            case 7, 8 -> underCoroutineLock(which);
            case 9, 10 -> await();
            case 11 -> waitInVain(monitors[which]);
            default -> child();
        }
    }

    private void interrupt(Thread thread) {
        interrupts.incrementAndGet();
        thread.interrupt();
    }

    private static void sleep(int ns) {
        try {
            Thread.sleep(0, ns % 1_000_000);
        } catch (InterruptedException somebodyDidThat) {
            return;
        }
    }

    private void underMonitor(int which, boolean switches) {
        synchronized (monitors[which]) {
            long seen = underMonitors[which];
            if (switches) {
                Thread.yield();
            }
            underMonitors[which] = seen + 1;
        }
        expected.incrementAndGet();
    }

    private void underLock(int which, boolean switches) {
        locks[which].lock();
        try {
            long seen = underLocks[which];
            if (switches) {
                Thread.yield();
            }
            underLocks[which] = seen + 1;
        } finally {
            locks[which].unlock();
        }
        expected.incrementAndGet();
    }

    private void underCoroutineLock(int which) {
        boolean locked = false;
        while (!locked) {
            try {
                coroutineLocks[which].lock();
                locked = true;
            } catch (CoroutineCancelledException interrupted) {
                Thread.interrupted();
            }
        }
        try {
            underCoroutineLocks[which]++;
        } finally {
            coroutineLocks[which].unlock();
        }
        expected.incrementAndGet();
    }

    private void await() {
        try {
            Coroutine.await(room); // if it is full the thread runs on
        } catch (CoroutineCancelledException interrupted) {
            Thread.interrupted();
        }
    }

    private static void waitInVain(Object monitor) {
        synchronized (monitor) {
            try {
                monitor.wait(1);
            } catch (InterruptedException somebodyDidThat) {
                return;
            }
        }
    }

    private void child() {
        children.incrementAndGet();
        Thread child = Thread.startVirtualThread(Thread::yield);
        boolean over = false;
        while (!over) {
            try {
                child.join();
                over = true;
            } catch (InterruptedException somebodyDidThat) {
                continue;
            }
        }
    }

    /**
     * Takes handles out of the waiting room and places them, and reads stacks, for which the JDK suspends the threads.
     */
    private void letGo() {
        boolean dropped = !drops;
        SplittableRandom random = new SplittableRandom(seed);
        while (!over || room.size() > 0) {
            Thread looked = all[random.nextInt(threads)];
            if (looked != null && random.nextInt(64) == 0) {
                looked.getStackTrace();
            }
            Coroutine handle = room.pop();
            if (handle == null) {
                Thread.onSpinWait();
            } else if (!dropped) {
                dropped = true;
            } else {
                while (!central.placement.place(handle, Where.NONE)) {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
