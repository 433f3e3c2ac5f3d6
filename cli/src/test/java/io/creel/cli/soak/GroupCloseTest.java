package io.creel.cli.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.lock.CoroutineSemaphore;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBody;
import io.creel.net.PacketConsumer;
import io.creel.net.memory.MemoryNic;
import io.creel.queues.ListStash;
import io.creel.queues.LocalChannel;
import io.creel.queues.MpmcStash;
import io.creel.queues.MpscStash;
import io.creel.queues.RedBlackStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerCounts;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.WorkerProgram;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A group closes while coroutines hold packets: every packet returns to its pool and is counted. */
@Timeout(60)
class GroupCloseTest {
    private static final int PACKETS = 24;
    private static final long FOR_EVER_NS = Long.MAX_VALUE / 4;

    private final MemoryNic nic = MemoryNic.pair();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger unwound = new AtomicInteger();

    /** How a coroutine waits with its packet when the group closes. */
    private enum Wait {
        LIST, TREE, RING, SHARED_RING, SLEEP, SEMAPHORE, LOCK, CHANNEL,
        /** Started into a stash and never resumed. */
        UNSTARTED_IN_LIST, UNSTARTED_IN_TREE, UNSTARTED_IN_RING, UNSTARTED_BY_CALLBACK;

        boolean isBegun() {
            return ordinal() < UNSTARTED_IN_LIST.ordinal();
        }
    }

    private WorkerGroup group(int workers) {
        return WorkerGroup.builder("net", workers).failures((_, failure) -> failures.add(failure))
                .coroutineFailures((_, failure) -> failures.add(failure)).build();
    }

    private void send() {
        for (int i = 0; i < PACKETS; i++) {
            Packet packet = nic.peer().pool().allocate();
            packet.resize(64);
            assertTrue(nic.peer().tx(0).transmit(packet));
        }
    }

    private PacketBody waiting(Runnable wait) {
        return _ -> {
            begun.incrementAndGet();
            try {
                wait.run();
            } finally {
                unwound.incrementAndGet();
            }
        };
    }

    /** Starts a coroutine for each packet, so that it waits in the given way. */
    private Function<Worker, PacketConsumer> starter(Wait wait, Stash stash) {
        var semaphore = new CoroutineSemaphore("never", 0);
        var lock = new CoroutineLock("held");
        var channel = new LocalChannel<Packet>("rendezvous", 0, new ListStash("ready"));
        PacketBody body = switch (wait) {
            case SLEEP -> waiting(() -> Coroutine.sleep(FOR_EVER_NS));
            case SEMAPHORE -> waiting(semaphore::acquire);
            case LOCK -> waiting(() -> {
                lock.lock(); // the first one waits while it holds the lock, the others wait for the lock
                try {
                    Coroutine.sleep(FOR_EVER_NS);
                } finally {
                    lock.unlock();
                }
            });
            case TREE -> waiting(() -> {
                while (true) {
                    Coroutine.await(self -> ((RedBlackStash) stash).push(self, unwound.get()));
                }
            });
            case CHANNEL -> packet -> waiting(() -> channel.send(packet)).run(packet);
            default -> waiting(() -> {
                while (true) {
                    Coroutine.await(stash);
                }
            });
        };
        return worker -> switch (wait) {
            case UNSTARTED_IN_LIST, UNSTARTED_IN_RING -> packet -> worker.start(stash, body, packet);
            case UNSTARTED_IN_TREE -> packet -> worker.start(self -> ((RedBlackStash) stash).push(self, packet.get8(0)),
                    body, packet);
            case UNSTARTED_BY_CALLBACK -> packet -> worker.start(self -> stash.push(self), body, packet);
            default -> packet -> {
                worker.start(body, packet);
                return true;
            };
        };
    }

    private static Stash stash(Wait wait) {
        return switch (wait) {
            case TREE, UNSTARTED_IN_TREE -> new RedBlackStash("tree");
            case RING, UNSTARTED_IN_RING -> new MpscStash("ring", 64);
            case SHARED_RING -> new MpmcStash("shared", 64);
            default -> new ListStash("list");
        };
    }

    private void assertEverythingCameHome(WorkerCounts counts) {
        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(PACKETS, counts.created());
        assertEquals(PACKETS, counts.cancelled());
        assertEquals(0, counts.outstanding());
        assertEquals(PACKETS, nic.statistics().get(NicCounter.GIVEN_BACK));
        assertEquals(PACKETS, nic.statistics().lost());
        assertEquals(PACKETS, nic.peer().pool().givenBack());
        assertEquals(0, nic.peer().pool().outstanding());
        nic.close();
        nic.peer().close();
        assertEquals(PACKETS, nic.statistics().lost());
    }

    @ParameterizedTest
    @EnumSource(Wait.class)
    void shouldGiveBackEveryPacketWhenTheGroupCloses(Wait wait) throws Exception {
        send();
        Stash stash = stash(wait);
        Function<Worker, PacketConsumer> starter = starter(wait, stash);
        var ready = new CountDownLatch(1);
        WorkerGroup group = group(1);
        var batch = new Batch(8);
        group.start(worker -> {
            if (worker.counts().created() == PACKETS) {
                ready.countDown();
            }
            int work = 0;
            if (wait.isBegun()) {
                work = worker.resume(stash.drain(batch, 8));
            } else {
                stash.takenBy(worker.carrier());
            }
            return work + nic.rx(0).poll(8, starter.apply(worker));
        });
        ready.await();
        group.close();
        assertEquals(wait.isBegun() ? PACKETS : 0, begun.get());
        assertEquals(begun.get(), unwound.get());
        assertEverythingCameHome(group.counts());
    }

    /** Two workers drain one ring, so a packet's coroutine may be on any of them, or between them, at the close. */
    @Test
    void shouldGiveBackEveryPacketWhenCoroutinesHopBetweenWorkers() throws Exception {
        send();
        var ring = new MpmcStash("hops", 64);
        PacketBody body = waiting(() -> {
            while (true) {
                Coroutine.await(ring);
            }
        });
        var ready = new CountDownLatch(1);
        WorkerGroup group = group(2);
        group.startEach(index -> hopping(index, ring, body, ready));
        ready.await();
        group.close();
        assertEquals(PACKETS, unwound.get());
        assertEverythingCameHome(group.counts());
    }

    private WorkerProgram hopping(int index, Stash ring, PacketBody body, CountDownLatch ready) {
        var batch = new Batch(4);
        return worker -> {
            int work = 0;
            if (index == 0) {
                if (worker.counts().created() == PACKETS && worker.counts().resumed() > 50L * PACKETS) {
                    ready.countDown();
                }
                work = nic.rx(0).poll(8, packet -> {
                    worker.start(body, packet);
                    return true;
                });
            }
            return work + worker.resume(ring.drain(batch, 4));
        };
    }

    /** No worker drains the ring, so the group does not know it: its own close gives the packets back. */
    @Test
    void shouldGiveBackEveryPacketWhenTheirRingIsClosedAfterTheGroup() throws Exception {
        send();
        var ring = new MpscStash("ring", 64);
        var ready = new CountDownLatch(1);
        WorkerGroup group = group(1);
        group.start(worker -> {
            if (worker.counts().created() == PACKETS) {
                ready.countDown();
            }
            return nic.rx(0).poll(8, packet -> worker.start(ring, _ -> {
            }, packet));
        });
        ready.await();
        group.close();
        assertEquals(PACKETS, group.counts().outstanding());
        ring.close();
        assertEverythingCameHome(group.counts());
    }

    /** The NIC is closed before the group; its packets still return to their pool. */
    @Test
    void shouldGiveBackEveryPacketWhenTheNicWasClosedBefore() throws Exception {
        send();
        var stash = new ListStash("list");
        var ready = new CountDownLatch(1);
        WorkerGroup group = group(1);
        group.start(worker -> {
            if (worker.counts().created() == PACKETS) {
                ready.countDown();
            }
            return nic.rx(0).poll(8, packet -> worker.start(stash, _ -> {
            }, packet));
        });
        ready.await();
        nic.close();
        nic.peer().close();
        assertEquals(PACKETS, nic.peer().pool().outstanding());
        group.close();
        assertEverythingCameHome(group.counts());
    }
}
