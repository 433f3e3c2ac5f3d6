package io.creel.core;

import io.creel.core.diagnostics.CoroutineDump;
import io.creel.core.diagnostics.LeakDetection;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.lock.CoroutineSemaphore;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Hundreds of thousands of coroutines on several carriers, used correctly and wrongly at random: begun, awaited, sent
 * home, stashed, cancelled by other threads, lost, resumed by two threads, timed out late, stashed twice, made to wait
 * for locks and permits. In the end every one is accounted for:
 * {@code created = completed + failed + cancelled + reported lost}, and only coroutines that the program has lost are
 * reported lost.
 *
 * <p>
 * Settings, by system property: {@code soak.minutes} (0: as fast as possible), {@code soak.coroutines},
 * {@code soak.seed}, {@code soak.carriers}, {@code soak.stuckSeconds} (how long no coroutine may end before that is a
 * fault), {@code soak.plant} for the canaries: {@code drop} loses one handle without counting it, {@code hide} keeps
 * one in a variable for ever; {@code soak.dumps} lets a thread take dumps all the time.
 */
final class Soak {
    private static final int MOST_ALIVE = 4_000;
    private static final int RING = 512;
    private static final int MOST_STEPS = 24;
    private static final int PERMITS = 3;
    private static final long PROGRESS_NS = 5_000_000_000L;
    private static final int QUIET_CHECKS = 5;
    private static final int COLLECTIONS = 100;

    private final double minutes = Double.parseDouble(System.getProperty("soak.minutes", "0"));
    private final long coroutines = Long.getLong("soak.coroutines", minutes > 0 ? 1_000_000 : 40_000);
    private final long seed = Long.getLong("soak.seed", 1);
    private final long stuckNs = 1_000_000_000L * Integer.getInteger("soak.stuckSeconds", 20);
    private final String plant = System.getProperty("soak.plant", "none");
    private final AtomicBoolean planted = new AtomicBoolean(plant.equals("none"));

    private final List<Worker> workers = new ArrayList<>();
    private final Map<Carrier, Worker> workerOf = new IdentityHashMap<>();
    /** Handles between a suspension and the next taker. After a theft a handle may be in it twice. */
    private final ConcurrentLinkedQueue<Coroutine> anywhere = new ConcurrentLinkedQueue<>();
    /** Copies of handles that have another owner. */
    private final AtomicReferenceArray<Copy> copies = new AtomicReferenceArray<>(RING);
    private final CoroutineLock lock = new CoroutineLock("lock");
    private final CoroutineSemaphore semaphore = new CoroutineSemaphore("semaphore", PERMITS);
    private final AtomicLong inside = new AtomicLong();
    private final AtomicLong guardedExpected = new AtomicLong();
    private long guarded;

    private final AtomicLong created = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong bodiesCompleted = new AtomicLong();
    private final AtomicLong bodiesFailed = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong stolen = new AtomicLong();
    private final AtomicLong timedOut = new AtomicLong();
    private final AtomicLong cancels = new AtomicLong();
    private final AtomicReference<Throwable> violation = new AtomicReference<>();
    private final List<Coroutine> hidden = new ArrayList<>();
    private final long startNs = System.nanoTime();
    private volatile boolean stop;
    private long dumps;
    private long walked;

    private record Copy(Coroutine handle, long epoch, boolean mayBeStolen) {
    }

    private static final class Planted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Planted() {
            super("planted", null, false, false);
        }
    }

    private Soak() {
        int carriers = Integer.getInteger("soak.carriers", 3);
        for (int i = 0; i < carriers; i++) {
            Worker worker = new Worker(i);
            workers.add(worker);
            workerOf.put(worker.carrier, worker);
        }
    }

    /** Exits with 0 if every coroutine is accounted for; with 1, and the reasons, if not. */
    public static void main(String[] args) throws InterruptedException {
        LeakDetection.setLevel(LeakDetection.Level.ALL);
        LeakDetection.reportTo(leak -> {
        });
        List<String> faults = new Soak().run();
        faults.forEach(fault -> System.out.println("FAULT: " + fault));
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    private List<String> run() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Worker worker : workers) {
            Thread thread = new Thread(worker::serve, worker.carrier.name());
            threads.add(thread);
            thread.start();
        }
        if (Boolean.getBoolean("soak.dumps")) {
            Thread thread = new Thread(this::dump, "dumps");
            threads.add(thread);
            thread.start();
        }
        awaitQuiet();
        stop = true;
        for (Thread thread : threads) {
            thread.join();
        }
        for (int i = 0; i < RING; i++) {
            copies.set(i, null);
        }
        anywhere.clear();
        for (int i = 0; i < COLLECTIONS && LeakDetection.lost() < created.get() - ended(); i++) {
            System.gc();
            LeakDetection.poll();
            LockSupport.parkNanos(1_000_000);
        }
        List<String> faults = faults();
        progress(faults.isEmpty() ? "every coroutine is accounted for" : "the account is wrong");
        return faults;
    }

    /**
     * Waits until only coroutines that the program has lost are alive and nothing has changed for a while, or until no
     * coroutine makes progress.
     */
    private void awaitQuiet() {
        long nextProgress = startNs + PROGRESS_NS;
        long lastChangeNs = startNs;
        long seen = -1;
        int quiet = 0;
        while (quiet < QUIET_CHECKS && violation.get() == null) {
            LockSupport.parkNanos(10_000_000);
            long now = System.nanoTime();
            if (now > nextProgress) {
                progress("running");
                nextProgress += PROGRESS_NS;
            }
            long ended = ended();
            if (ended != seen) {
                seen = ended;
                lastChangeNs = now;
                quiet = 0;
            }
            boolean allMade = created.get() == coroutines;
            boolean allEnded = created.get() - ended <= lost.get() && anywhere.isEmpty();
            quiet = allMade && allEnded && workers.stream().allMatch(Worker::hasTurned) ? quiet + 1 : quiet;
            if (now - lastChangeNs > stuckNs) {
                return; // the account will show it
            }
        }
    }

    private long ended() {
        return workers.stream().mapToLong(worker -> worker.carrier.counters().ended()).sum();
    }

    private void dump() {
        try {
            while (!stop) {
                CoroutineDump dump = CoroutineDump.take();
                dumps++;
                walked += dump.waiting().stream().mapToInt(waiting -> waiting.size() - waiting.notWalked()).sum();
            }
            System.out.println("dumps=" + dumps + " walked=" + walked);
        } catch (Throwable unexpected) {
            violation.compareAndSet(null, unexpected);
            unexpected.printStackTrace();
        }
    }

    private List<String> faults() {
        long completed = workers.stream().mapToLong(worker -> worker.carrier.counters().completed()).sum();
        long failed = workers.stream().mapToLong(worker -> worker.carrier.counters().failed()).sum();
        List<String> faults = new ArrayList<>();
        if (violation.get() != null) {
            faults.add("violation: " + violation.get());
        }
        check(faults, "created is not ended + reported lost", created.get(), ended() + LeakDetection.lost());
        check(faults, "lost by the program is not reported lost", lost.get(), LeakDetection.lost());
        check(faults, "completed bodies are not completed coroutines", bodiesCompleted.get(), completed);
        check(faults, "failed bodies are not failed coroutines", bodiesFailed.get(), failed);
        check(faults, "an increment under the lock is lost", guardedExpected.get(), guarded);
        check(faults, "a permit is lost", PERMITS, semaphore.availablePermits());
        if (lock.owner() != null) {
            faults.add("the lock has an owner: " + lock);
        }
        return faults;
    }

    private static void check(List<String> faults, String fault, long expected, long actual) {
        if (expected != actual) {
            faults.add(fault + ": " + expected + ", " + actual);
        }
    }

    private void progress(String what) {
        long completed = 0;
        long failed = 0;
        long cancelled = 0;
        long resumed = 0;
        for (Worker worker : workers) {
            CarrierCounters counters = worker.carrier.counters();
            completed += counters.completed();
            failed += counters.failed();
            cancelled += counters.cancelled();
            resumed += counters.resumed();
        }
        System.out.printf("soak: %s: seconds=%d created=%d completed=%d failed=%d cancelled=%d lost=%d reported=%d"
                + " resumed=%d refused=%d stolen=%d timedOut=%d cancels=%d seed=%d%n", what,
                (System.nanoTime() - startNs) / 1_000_000_000, created.get(), completed, failed, cancelled, lost.get(),
                LeakDetection.lost(), resumed, refused.get(), stolen.get(), timedOut.get(), cancels.get(), seed);
    }

    private void violated(String what) {
        violation.compareAndSet(null, new AssertionError(what));
    }

    /** Returns how many coroutines may have been made by now. */
    private long due() {
        double elapsed = (System.nanoTime() - startNs) / 60e9;
        return elapsed >= minutes ? coroutines : (long) (coroutines * (elapsed / minutes));
    }

    /** One thread with its carrier and two stashes of its own. */
    private final class Worker {
        private final SplittableRandom random;
        private final Carrier carrier;
        private final TestStash stash;
        private final TestStash other;
        private final Batch batch = new Batch(16);
        private volatile long turns;
        private long turnsSeen;

        Worker(int index) {
            random = new SplittableRandom(seed * 1_000 + index);
            carrier = new Carrier("carrier-" + index, this::failed);
            stash = new TestStash("stash-" + index, 64);
            other = new TestStash("other-" + index, 64);
            stash.takenBy(carrier);
            other.takenBy(carrier);
        }

        private void serve() {
            try {
                while (!stop) {
                    turn();
                    turns++;
                }
                if (carrier.close() != 0) {
                    violated("something waited on " + carrier);
                }
            } catch (Throwable unexpected) {
                violation.compareAndSet(null, unexpected);
                unexpected.printStackTrace();
            }
        }

        /** Returns whether the worker has been through its loop since the last call. */
        boolean hasTurned() {
            long now = turns;
            boolean turned = now - turnsSeen >= 2;
            turnsSeen = turned ? now : turnsSeen;
            return turned;
        }

        private void turn() {
            int done = carrier.poll();
            if (created.get() - ended() - lost.get() < MOST_ALIVE) {
                done += create();
            }
            for (int i = 0; i < 4; i++) {
                Coroutine handle = anywhere.poll();
                if (handle != null) {
                    done++;
                    treat(handle);
                }
            }
            if (random.nextInt(4) == 0) {
                done += carrier.resume(stash.drain(batch, random.nextInt(1, 9)));
                done += carrier.resume(other.drain(batch, random.nextInt(1, 9)));
            }
            done += carrier.resumeStarted();
            if (random.nextInt(3) == 0) {
                harass(copies.get(random.nextInt(RING)));
            }
            if (done == 0) {
                LockSupport.parkNanos(20_000);
            }
        }

        private int create() {
            long number = created.getAndIncrement();
            if (number >= due()) {
                created.getAndDecrement();
                return 0;
            }
            Work work = new Work(new SplittableRandom(seed + number * 31), random.nextBoolean());
            switch (random.nextInt(8)) {
                case 0 -> carrier.start(Work::run, work.plain());
                case 1 -> carrier.start(handle -> anywhere.add(handle), Work::run, work.plain());
                case 2 -> {
                    if (!carrier.start(stash, Work::run, work.plain())) {
                        created.getAndDecrement();
                    }
                }
                case 3 -> begin(Coroutine.create(Work::run, work, Mobility.HOMED), work);
                case 4 -> begin(Coroutine.create(Work::run, work, Mobility.HOMED), work);
                default -> begin(Coroutine.create(Work::run, work, Mobility.ROAMING), work);
            }
            return 1;
        }

        private void begin(Coroutine handle, Work work) {
            copy(handle, work);
            if (random.nextInt(16) == 0) {
                handle.cancel(); // it never begins
            }
            anywhere.add(handle);
        }

        private void copy(Coroutine handle, Work work) {
            if (random.nextInt(4) == 0) {
                copies.set(random.nextInt(RING), new Copy(handle, handle.epoch(), !work.locks));
            }
        }

        /** Acts as the owner of a handle. */
        private void treat(Coroutine handle) {
            if (handle.argument() instanceof Work work) {
                copy(handle, work);
            }
            switch (random.nextInt(10)) {
                case 0 -> {
                    if (attempt(() -> keep(handle))) {
                        stashAgain(handle);
                    }
                }
                case 1 -> anywhere.add(handle);
                default -> attempt(() -> carrier.resume(handle));
            }
        }

        private void keep(Coroutine handle) {
            if (!stash.push(handle)) {
                anywhere.add(handle);
            }
        }

        /** A handle in this thread's stash cannot leave it meanwhile. */
        private void stashAgain(Coroutine handle) {
            if (handle.isHeldBy(stash) && attempt(() -> other.push(handle))) {
                violated("in two stashes: " + handle);
            }
        }

        /** Acts on a handle without owning it. */
        private void harass(Copy copy) {
            if (copy == null) {
                return;
            }
            switch (random.nextInt(4)) {
                case 0 -> {
                    copy.handle.cancel();
                    cancels.incrementAndGet();
                }
                case 1 -> attempt(() -> {
                    if (carrier.resume(copy.handle, copy.epoch)) {
                        timedOut.incrementAndGet();
                    }
                });
                case 2 -> {
                    if (copy.mayBeStolen && attempt(() -> carrier.resume(copy.handle))) {
                        stolen.incrementAndGet();
                    }
                }
                default -> {
                    if (copy.mayBeStolen && attempt(() -> keep(copy.handle))) {
                        stolen.incrementAndGet();
                    }
                }
            }
        }

        private boolean attempt(Runnable action) {
            try {
                action.run();
                return true;
            } catch (IllegalStateException told) {
                refused.incrementAndGet();
                return false;
            }
        }

        private void failed(Coroutine coroutine, Throwable failure) {
            boolean theft = failure instanceof IllegalStateException && (failure.getMessage().startsWith("push refused")
                    || failure.getMessage().startsWith("transfer refused"));
            if (!theft && !(failure instanceof Planted)) {
                violation.compareAndSet(null, failure);
                failure.printStackTrace();
            }
        }
    }

    /** The body of a coroutine: random steps, one after the other. */
    private final class Work {
        private final SplittableRandom random;
        private final AtomicBoolean running = new AtomicBoolean();
        private boolean locks;

        Work(SplittableRandom random, boolean locks) {
            this.random = random;
            this.locks = locks;
        }

        Work plain() {
            locks = false;
            return this;
        }

        void run() {
            enter();
            int steps = random.nextInt(MOST_STEPS);
            for (int i = 0; i < steps; i++) {
                step();
            }
            if (random.nextInt(20) == 0) {
                bodiesFailed.incrementAndGet();
                throw new Planted();
            }
            bodiesCompleted.incrementAndGet();
        }

        private void step() {
            int choice = random.nextInt(locks ? 100 : 50);
            if (choice == 0 && random.nextInt(4) == 0) {
                lose();
            } else if (choice < 30) {
                leave(() -> Coroutine.await(anywhere::add));
            } else if (choice < 50) {
                leave(() -> Coroutine.await(workerOf.get(Coroutine.current().carrier).stash));
            } else if (choice < 75) {
                lock();
            } else {
                acquire();
            }
        }

        /** Suspends in {@code wait}; only one thread at a time may be in the rest of the body. */
        private void leave(Runnable wait) {
            running.set(false);
            try {
                wait.run();
            } finally {
                enter();
            }
        }

        private void enter() {
            if (!running.compareAndSet(false, true)) {
                violated("two threads in one body: " + Coroutine.current());
            }
        }

        private void lose() {
            if (planted.compareAndSet(false, true)) {
                leave(() -> Coroutine.await(self -> {
                    if (plant.equals("hide")) {
                        hidden.add(self);
                    }
                    return true;
                }));
                return;
            }
            lost.incrementAndGet();
            try {
                leave(() -> Coroutine.await(self -> true));
            } finally {
                lost.decrementAndGet(); // a copy of the handle has saved it
            }
        }

        private void lock() {
            leave(lock::lock);
            try {
                if (!lock.isHeld()) {
                    violated("in the critical section without the lock: " + Coroutine.current());
                }
                long before = guarded;
                guardedExpected.incrementAndGet();
                guarded = before + 1;
                if (random.nextInt(4) == 0) {
                    leave(() -> Coroutine.await(anywhere::add));
                }
            } finally {
                lock.unlock();
            }
        }

        private void acquire() {
            leave(semaphore::acquire);
            try {
                if (inside.incrementAndGet() > PERMITS) {
                    violated("more inside than there are permits");
                }
                if (random.nextInt(4) == 0) {
                    leave(() -> Coroutine.await(anywhere::add));
                }
            } finally {
                inside.decrementAndGet();
                semaphore.release();
            }
        }
    }
}
