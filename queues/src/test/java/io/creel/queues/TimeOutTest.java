package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.WaitResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Waits in each kind of stash that end by their time-out. */
class TimeOutTest {
    private static final long IDLE_NS = 30_000_000_000L;

    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> failures.add(failure));
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void nothingFailed() {
        assertEquals(List.of(), failures);
        assertFalse(carrier.hasDeadlines());
    }

    private void start(Body<Object> body) {
        carrier.resume(Coroutine.create(body, null));
    }

    private void at(long nowNs) {
        carrier.tick(nowNs);
        while (carrier.poll() > 0) {
            continue;
        }
    }

    /** A stash, and the waits of two coroutines in it. */
    private record Kind(Stash stash, Supplier<WaitResult> early, Supplier<WaitResult> late) {
        @Override
        public String toString() {
            return stash.name();
        }
    }

    static Stream<Kind> kinds() {
        ListStash list = new ListStash("list");
        ListStash guarded = new ListStash("guarded");
        guarded.guardedBy(new StashGuard() {
            @Override
            public boolean tryEnter() {
                return true; // one thread, so no guard is needed
            }

            @Override
            public void leave() {
                // one thread, so no guard is needed
            }
        });
        TreeStash tree = new TreeStash("tree");
        MapStash map = new MapStash("map");
        BucketStash buckets = new BucketStash("buckets", 8);
        IndexedStash indexed = new IndexedStash("indexed", 8);
        FlowStash flows = new FlowStash("flows", 8, 7);
        FlowKey key = new FlowKey();
        TimerStash timers = new TimerStash("timers", 0, 3);
        return Stream.of(new Kind(list, () -> Coroutine.await(list, 10), () -> Coroutine.await(list, 20)),
                new Kind(guarded, () -> Coroutine.await(guarded, 10), () -> Coroutine.await(guarded, 20)),
                new Kind(tree, () -> tree.await(1, 10), () -> tree.await(2, 20)),
                new Kind(map, () -> map.await(1, 10), () -> map.await(1, 20)),
                new Kind(buckets, () -> buckets.await(3, 10), () -> buckets.await(2, 20)),
                new Kind(indexed, () -> indexed.await(5, 1, 10), () -> indexed.await(4, 1, 20)),
                new Kind(flows, () -> flows.await(key.ipv4(1, 2, 3, 4, 6), 10),
                        () -> flows.await(key.ipv4(1, 2, 3, 5, 6), 20)),
                new Kind(timers, () -> Coroutine.await(self -> timers.push(self, 100), 10),
                        () -> Coroutine.await(self -> timers.push(self, 50), 20)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldTakeOutTheHandleWhoseTimeOutHasEnded(Kind kind) {
        carrier.tick(0);
        start(argument -> events.add("early " + kind.early.get()));
        start(argument -> events.add("late " + kind.late.get()));
        assertEquals(2, kind.stash.size());
        at(9);
        assertEquals(List.of(), events);
        at(10);
        assertEquals(List.of("early TIMED_OUT"), events);
        assertEquals(1, kind.stash.size());
        carrier.resume(kind.stash.pop());
        assertEquals("late RESUMED", events.getLast());
        kind.stash.close();
        start(argument -> events.add("closed " + kind.early.get()));
        assertEquals("closed REFUSED", events.getLast());
    }

    static Stream<Stash> rings() {
        return Stream.of(new SpscStash("spsc", 8), new MpscStash("mpsc", 8), new MpmcStash("mpmc", 8));
    }

    @ParameterizedTest
    @MethodSource("rings")
    void shouldRefuseAtOnceWhenTheStashIsARing(Stash ring) {
        carrier.tick(0);
        start(argument -> assertEquals(
                "await refused, the stash cannot end a wait by a time-out, because it cannot take a"
                        + " handle out of its middle; use a list, a tree or a map: stash=" + ring + ", type="
                        + ring.getClass().getName(),
                assertThrows(IllegalArgumentException.class, () -> Coroutine.await(ring, 10)).getMessage()));
        assertEquals(0, ring.size());
    }

    /** One coroutine per flow, which ends when its flow has been idle for long enough. */
    @Test
    void shouldEndEachFlowWhenItIsIdle() {
        FlowStash flows = new FlowStash("flows", 1_000, 7);
        FlowKey key = new FlowKey();
        Batch batch = new Batch(8);
        carrier.tick(0);
        for (int i = 0; i < 1_000; i++) {
            int flow = i;
            start(argument -> {
                int packets = 1;
                while (flows.await(key.ipv4(flow, 2, 3, 4, 6), IDLE_NS) == WaitResult.RESUMED) {
                    packets++;
                }
                events.add(flow + " ended after " + packets);
            });
        }
        for (long second = 10; second <= 50; second += 10) {
            at(second * 1_000_000_000L);
            carrier.resume(flows.drain(key.ipv4(7, 2, 3, 4, 6), batch, 8));
        }
        assertEquals(999, events.size());
        assertTrue(events.contains("6 ended after 1"));
        assertEquals(1, flows.size());
        at(50_000_000_000L + IDLE_NS);
        assertEquals("7 ended after 6", events.getLast());
    }
}
