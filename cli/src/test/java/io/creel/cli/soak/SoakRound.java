package io.creel.cli.soak;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.core.lock.CoroutineCondition;
import io.creel.core.diagnostics.CoroutineDump;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.lock.CoroutineSemaphore;
import io.creel.core.FailureHandler;
import io.creel.core.WaitResult;
import io.creel.net.Packet;
import io.creel.net.PacketBody;
import io.creel.net.PacketConsumer;
import io.creel.net.memory.MemoryNic;
import io.creel.queues.MpmcStash;
import io.creel.queues.SharedChannel;
import io.creel.schedulers.WorkerCounts;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.services.Scheduler;
import io.creel.schedulers.vthreads.VirtualThreadCounts;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.central.Central;
import io.creel.schedulers.where.jbsq.Jbsq;
import io.creel.schedulers.where.stealing.Stealing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * One round of the soak: the packets of a link become coroutines that hop between three workers. Virtual threads run
 * beside them, other threads cancel and interrupt, and at the end everything is closed under load, in a random order.
 *
 * <p>
 * All are accounted for afterwards: {@code created = completed + failed + cancelled + reported lost}, every virtual
 * thread has ended, and no packet is out of its pool.
 */
final class SoakRound {
    private static final int WORKERS = 2;
    private static final int COPIES = 64;
    private static final int THREADS = 16;
    private static final int MOST_WAITING = 4_096;
    private static final int FRAME_BYTES = 64;
    private static final long SHORT_NS = 50_000;

    private final long seed;
    private final AtomicReference<Plant> plant;
    private final SplittableRandom random;
    private final MemoryNic nic = MemoryNic.pair(1, 256);
    private final MpmcStash ring = new MpmcStash("soak-ring", 16);
    private final MpmcStash readySenders = new MpmcStash("soak-ready-senders", MOST_WAITING);
    private final MpmcStash readyReceivers = new MpmcStash("soak-ready-receivers", MOST_WAITING);
    private final SharedChannel<Packet> channel = new SharedChannel<>("soak-channel", 8, MOST_WAITING, readySenders,
            readyReceivers);
    private final CoroutineLock lock = new CoroutineLock("soak-lock");
    private final CoroutineCondition condition = new CoroutineCondition("soak-condition", lock);
    private final CoroutineSemaphore semaphore = new CoroutineSemaphore("soak-semaphore", 2);
    private final AtomicReferenceArray<Coroutine> copies = new AtomicReferenceArray<>(COPIES);
    private final Thread[] threads = new Thread[THREADS];
    private final AtomicLong planted = new AtomicLong();
    /** Several threads may ask for a coroutine's end, and each of them reports it. */
    private final Set<Coroutine> reportedLost = Collections
            .synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private final List<Throwable> unexpected = Collections.synchronizedList(new ArrayList<>());
    private final Scheduler scheduler;
    private final WorkerGroup front;
    /** Set when the virtual threads are to end, before the interrupting threads do. */
    private volatile boolean ending;
    private volatile boolean over;
    private volatile int target;

    /** An exception that a body throws on purpose. */
    private static final class Planted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Planted() {
            super("planted", null, false, false);
        }
    }

    /**
     * The result of a round.
     *
     * @param counts
     *            the coroutines of all workers
     * @param lost
     *            coroutines that a closed carrier could only report
     * @param threads
     *            virtual threads
     * @param planted
     *            exceptions that bodies threw on purpose
     * @param packetsOut
     *            packets that are in no pool
     * @param unexpected
     *            exceptions that should not have been thrown
     * @param waiting
     *            a dump of the coroutines that still wait, if any is missing
     */
    record Outcome(WorkerCounts counts, long lost, VirtualThreadCounts threads, long planted, int packetsOut,
            List<Throwable> unexpected, String waiting) {
        /** Returns the first sum that is wrong; {@code null} if all are right. */
        String fault() {
            if (!unexpected.isEmpty()) {
                StringWriter text = new StringWriter();
                unexpected.getFirst().printStackTrace(new PrintWriter(text));
                return "thrown: " + text;
            }
            if (counts.outstanding() != lost) {
                return "coroutines are missing: created=" + counts.created() + ", completed=" + counts.completed()
                        + ", failed=" + counts.failed() + ", cancelled=" + counts.cancelled() + ", reportedLost="
                        + lost + "\n" + waiting;
            }
            if (threads.live() != 0) {
                return "virtual threads are missing: " + threads;
            }
            return packetsOut == 0
                    ? null
                    : "packets are missing: out=" + packetsOut + ", coroutinesReportedLost=" + lost;
        }
    }

    /** A fault that a canary plants once. */
    enum Plant {
        NOTHING, KEEP_A_PACKET, DROP_A_HANDLE
    }

    SoakRound(long seed, Plant plant) {
        this.seed = seed;
        this.plant = new AtomicReference<>(plant);
        random = new SplittableRandom(seed);
        Where where = switch (random.nextInt(3)) {
            case 0 -> new Central();
            case 1 -> new Stealing();
            default -> new Jbsq(2, 0);
        };
        FailureHandler failures = this::failed;
        scheduler = Scheduler.builder("soak", WORKERS).where(where).capacity(32).withThreads()
                .workers(settings -> settings.coroutineFailures(failures)
                        .failures((_, failure) -> unexpected.add(failure)))
                .start();
        front = WorkerGroup.builder("soak-front", 1).coroutineFailures(failures)
                .failures((_, failure) -> unexpected.add(failure)).build();
    }

    private void failed(Coroutine coroutine, Throwable failure) {
        if (failure instanceof Planted) {
            planted.incrementAndGet();
        } else if (failure.getMessage() != null && failure.getMessage().startsWith("carrier is closed: ")) {
            reportedLost.add(coroutine);
        } else {
            unexpected.add(failure);
        }
    }

    /** Runs the round. */
    Outcome run(int frames) throws InterruptedException {
        PacketBody body = this::serve;
        front.startEach(_ -> new FrontProgram(nic.rx(0), scheduler, body, List.of(ring, readySenders, readyReceivers)));
        ThreadFactory factory = scheduler.threads().factory();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            threads[i] = factory.newThread(() -> block(number));
            threads[i].start();
        }
        List<Thread> strangers = List.of(stranger("canceller", this::cancelOne),
                stranger("interrupter-1", this::interruptOne),
                stranger("interrupter-2", this::interruptOne));
        send(frames);
        List<Runnable> closes = new ArrayList<>(
                List.of(nic::close, nic.peer()::close, scheduler::close, channel::close, ring::close,
                        readySenders::close, readyReceivers::close));
        ending = true; // virtual threads end without an interrupt; everything else is closed in its present state
        Collections.shuffle(closes, new java.util.Random(seed));
        closes.addLast(front::close); // it serves the stashes that the scheduler's threads and coroutines are woken into
        closes.forEach(this::close);
        over = true;
        for (Thread stranger : strangers) {
            stranger.join();
        }
        for (Packet left = channel.tryReceive(); left != null; left = channel.tryReceive()) {
            left.release();
        }
        WorkerCounts counts = sum(front.counts(), scheduler.group().counts());
        long lost = reportedLost.stream().filter(SoakRound::hasNotEnded).count();
        boolean missing = counts.outstanding() != lost;
        return new Outcome(counts, lost, scheduler.threads().counts(), planted.get(),
                nic.pool().outstanding() + nic.peer().pool().outstanding(), unexpected,
                missing ? CoroutineDump.take().toText() : "");
    }

    /** A request to a closed carrier is also reported, although its coroutine may have ended elsewhere since. */
    private static boolean hasNotEnded(Coroutine reported) {
        return switch (reported.state()) {
            case COMPLETED, FAILED, CANCELLED -> false;
            default -> true;
        };
    }

    private void close(Runnable close) {
        try {
            close.run();
        } catch (RuntimeException refused) {
            unexpected.add(refused);
        }
    }

    private static WorkerCounts sum(WorkerCounts one, WorkerCounts other) {
        return new WorkerCounts(one.created() + other.created(), one.resumed() + other.resumed(),
                one.completed() + other.completed(), one.failed() + other.failed(), one.cancelled() + other.cancelled(),
                one.cycles() + other.cycles(), one.programFailures() + other.programFailures(),
                one.deaths() + other.deaths());
    }

    /** Runs the other end of the link: sends numbers and receives the echoes. */
    private void send(int frames) {
        int sent = 0;
        while (sent < frames) {
            nic.peer().rx(0).poll(32, PacketConsumer.RELEASE);
            Packet frame = nic.peer().pool().allocate();
            if (frame == null) {
                Thread.onSpinWait();
                continue;
            }
            frame.resize(FRAME_BYTES);
            frame.set64(0, random.nextLong());
            if (nic.peer().tx(0).transmit(frame)) {
                sent++;
            } else {
                frame.release();
            }
        }
    }

    // Bodies of the coroutines.

    private void serve(Packet packet) {
        long what = packet.get64(0);
        int copy = (int) (what >>> 32) & COPIES - 1;
        switch (plant.getAndSet(Plant.NOTHING)) {
            case KEEP_A_PACKET -> {
                return;
            }
            case DROP_A_HANDLE -> Coroutine.await(self -> true);
            case NOTHING -> copies.set(copy, Coroutine.current());
        }
        switch ((int) what & 15) {
            case 0 -> throw new Planted();
            case 1 -> Coroutine.sleep(SHORT_NS);
            case 2 -> Coroutine.await(ring);
            case 3 -> Coroutine.await(self -> ring.push(self));
            case 4, 5 -> hop(3);
            case 6 -> {
                if (channel.send(packet, SHORT_NS)) {
                    throw new Planted(); // the receiver owns the packet
                }
            }
            case 7, 8 -> receive();
            case 9 -> guarded(() -> condition.await(SHORT_NS));
            case 10 -> guarded(condition::signal);
            case 11 -> {
                if (semaphore.tryAcquire(SHORT_NS)) {
                    hop(1);
                    semaphore.release();
                }
            }
            case 12 -> {
                if (Coroutine.await(scheduler, SHORT_NS) == WaitResult.REFUSED) {
                    throw new Planted();
                }
            }
            default -> hop(1);
        }
        packet.transmit();
    }

    private void hop(int times) {
        for (int i = 0; i < times; i++) {
            Coroutine.await(scheduler); // a full queue lets it run on
        }
    }

    private void receive() {
        Packet other = channel.receive(SHORT_NS);
        if (other != null) {
            other.release();
        }
    }

    private void guarded(Runnable work) {
        if (lock.tryLock(SHORT_NS)) {
            try {
                work.run();
            } finally {
                lock.unlock();
            }
        }
    }

    // Bodies of the virtual threads.

    private void block(int number) {
        SplittableRandom steps = new SplittableRandom(seed + number);
        while (!ending) {
            try {
                switch (steps.nextInt(6)) {
                    case 0 -> Thread.sleep(0, 20_000);
                    case 1 -> LockSupport.parkNanos(SHORT_NS);
                    case 2 -> Coroutine.sleep(SHORT_NS);
                    case 3 -> guarded(Thread::yield);
                    case 4 -> receive();
                    default -> Coroutine.await(scheduler);
                }
            } catch (InterruptedException | CoroutineCancelledException asked) {
                Thread.interrupted(); // another thread's interrupt, or the end: the condition tells
            }
        }
    }

    // Threads that interrupt and cancel.

    private Thread stranger(String name, Runnable step) {
        return Thread.ofPlatform().name("soak-" + name).start(() -> {
            try {
                while (!over) {
                    step.run();
                    LockSupport.parkNanos(20_000);
                }
            } catch (Throwable thrown) {
                unexpected.add(thrown);
            }
        });
    }

    private void cancelOne() {
        target++; // one writer
        Coroutine copy = copies.getAndSet(target & COPIES - 1, null);
        if (copy != null) {
            copy.cancel();
        }
    }

    /** Interrupts one thread from two threads at once. */
    private void interruptOne() {
        threads[target % THREADS].interrupt();
    }
}
