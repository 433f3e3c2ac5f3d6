package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Mobility;
import io.creel.core.Stash;
import io.creel.core.WaitResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Single-threaded objects that two workers use. Each operation of the second worker is refused before it changes any
 * state, by a message that names the object, both threads and the object to use instead; no handle is lost.
 */
class OneThreadTest {
    private static final String INSTEAD = "use a stash between threads, such as an MpscStash, or one for each thread";

    private final ExecutorService owner = Executors.newSingleThreadExecutor(task -> new Thread(task, "net-0"));
    private final ExecutorService other = Executors.newSingleThreadExecutor(task -> new Thread(task, "net-1"));
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier first = new Carrier("net-0", (coroutine, failure) -> failures.add(failure));
    private final Carrier second = new Carrier("net-1", (coroutine, failure) -> failures.add(failure));
    private final Coroutine handle = StashContract.handle(1);

    private interface Step {
        void take() throws Exception;
    }

    @BeforeEach
    void carry() throws Exception {
        on(owner, first::cancelWaiting);
        on(other, second::cancelWaiting);
    }

    @AfterEach
    void stop() {
        owner.shutdown();
        other.shutdown();
    }

    private static void on(ExecutorService thread, Step step) throws Exception {
        thread.submit(() -> {
            step.take();
            return null;
        }).get();
    }

    private String refusal(Step step) {
        return assertThrows(ExecutionException.class, () -> on(other, step)).getCause().getMessage();
    }

    private static String refused(String what, Stash stash) {
        return what + " refused, this stash is for one thread, " + INSTEAD + ": stash=" + stash
                + ", thread=net-0, by=net-1";
    }

    private void assertRefused(Stash stash, Map<String, Step> steps) throws Exception {
        on(owner, () -> assertNotNull(stash.name()));
        Coroutine held = StashContract.handle(2);
        int before = stash.size();
        for (Map.Entry<String, Step> step : steps.entrySet()) {
            assertEquals(refused(step.getKey().replaceFirst(" .*", ""), stash), refusal(step.getValue()),
                    step::getKey);
        }
        assertEquals(before, stash.size());
        on(owner, stash::handOver);
        on(other, () -> {
            Coroutine taken = stash.pop();
            assertNotNull(taken, "it was not lost");
            taken.abandon();
            held.abandon();
        });
    }

    private Map<String, Step> steps(Stash stash) {
        Map<String, Step> steps = new LinkedHashMap<>();
        steps.put("push", () -> stash.push(StashContract.handle(3)));
        steps.put("pop", stash::pop);
        steps.put("drain", () -> stash.drain(new Batch(2), 2));
        steps.put("remove", () -> stash.remove(handle));
        steps.put("close", stash::close);
        steps.put("hand-over", stash::handOver);
        return steps;
    }

    @Test
    void shouldRefuseTheSecondWorkerWhenItUsesAList() throws Exception {
        ListStash stash = new ListStash("interactive");
        on(owner, () -> stash.push(handle));
        Map<String, Step> steps = steps(stash);
        steps.put("pushFront", () -> stash.pushFront(StashContract.handle(3)));
        steps.put("popBack", stash::popBack);
        steps.put("splice", () -> stash.splice(new ListStash("from")));
        steps.put("splice from", () -> new ListStash("to").splice(stash));
        assertRefused(stash, steps);
    }

    @ParameterizedTest(autoCloseArguments = false) // the thread that uses a stash closes it
    @MethodSource("io.creel.queues.RandomModelTest#trees")
    void shouldRefuseTheSecondWorkerWhenItUsesATree(OrderedStash stash) throws Exception {
        on(owner, () -> stash.push(handle, 1));
        Map<String, Step> steps = steps(stash);
        steps.put("push with a key", () -> stash.push(StashContract.handle(3), 1));
        steps.put("rekey", () -> stash.rekey(handle, 2));
        steps.put("popRange", () -> stash.popRange(0, 9, new Batch(2), 2));
        steps.put("popWhile", () -> stash.popWhile(any -> true, new Batch(2), 2));
        assertRefused(stash, steps);
    }

    @Test
    void shouldRefuseTheSecondWorkerWhenItUsesAnIndexedSet() throws Exception {
        IndexedStash stash = new IndexedStash("set", 4);
        on(owner, () -> stash.push(handle, 1, 1));
        Map<String, Step> steps = steps(stash);
        steps.put("push with keys", () -> stash.push(StashContract.handle(3), 1, 1));
        steps.put("pop by key", () -> stash.pop(1));
        steps.put("drain by key", () -> stash.drain(1, new Batch(2), 2));
        steps.put("drain up to", () -> stash.popUpTo(9, new Batch(2), 2));
        steps.put("reorder", () -> stash.reorder(handle, 2));
        steps.put("reorderAll", () -> stash.reorderAll(1, order -> order + 1));
        steps.put("rekey", () -> stash.rekey(handle, 2));
        assertRefused(stash, steps);
    }

    @Test
    void shouldRefuseTheSecondWorkerWhenItUsesAMap() throws Exception {
        MapStash stash = new MapStash("map");
        on(owner, () -> stash.push(handle, 1));
        Map<String, Step> steps = steps(stash);
        steps.put("push with a key", () -> stash.push(StashContract.handle(3), 1));
        steps.put("pop by key", () -> stash.pop(1));
        steps.put("drain by key", () -> stash.drain(1, new Batch(2), 2));
        steps.put("rekey", () -> stash.rekey(handle, 2));
        assertRefused(stash, steps);
    }

    @Test
    void shouldRefuseTheSecondWorkerWhenItUsesBucketsOrTimers() throws Exception {
        BucketStash buckets = new BucketStash("buckets", 4);
        on(owner, () -> buckets.push(handle, 1));
        Map<String, Step> steps = steps(buckets);
        steps.put("push with a level", () -> buckets.push(StashContract.handle(3), 1));
        assertRefused(buckets, steps);
        TimerStash timers = new TimerStash("timers", 1, 0);
        Coroutine waiting = StashContract.handle(4);
        on(owner, () -> timers.push(waiting, 1));
        steps = steps(timers);
        steps.remove("remove");
        steps.put("push with a deadline", () -> timers.push(StashContract.handle(3), 1));
        steps.put("popDue", () -> timers.popDue(9));
        assertRefused(timers, steps);
    }

    @Test
    void shouldThrowInTheBodyWhenACoroutineAwaitsAnotherWorkersStash() throws Exception {
        ListStash list = new ListStash("list");
        TreeStash tree = new TreeStash("tree");
        on(owner, () -> {
            list.push(handle);
            tree.push(StashContract.handle(2), 7);
        });
        List<String> told = new ArrayList<>();
        on(other, () -> {
            for (Body<Object> body : List.<Body<Object>>of(any -> Coroutine.await(list), any -> Coroutine.await(
                    list::push), any -> tree.await(8))) {
                second.resume(Coroutine.create(body, null));
            }
            failures.forEach(failure -> told.add(failure.getMessage()));
        });
        assertEquals(List.of(refused("push", list), refused("push", list), refused("await", tree)), told);
        assertEquals(1, list.size());
        assertEquals(1, tree.size());
    }

    @Test
    void shouldRefuseAStartWhenItIsIntoAnotherWorkersStash() throws Exception {
        ListStash stash = new ListStash("interactive");
        on(owner, () -> stash.push(handle));
        assertEquals(refused("push", stash), refusal(() -> second.start(stash, any -> {
        }, null)));
        assertEquals(refused("push", stash), refusal(() -> second.start(stash::push, any -> {
        }, null)));
        assertEquals(0, second.counters().created());
    }

    /**
     * The coroutine of the second worker gets the exception; that of the first still waits, and ends with its carrier.
     */
    @Test
    void shouldRefuseTheSecondWorkerWhenBothUseOneChannel() throws Exception {
        LocalChannel<String> channel = new LocalChannel<>("numbers", 0, new ListStash("ready"));
        on(owner, () -> first.resume(Coroutine.create(any -> channel.send("item"), null)));
        List<String> told = new ArrayList<>();
        on(other, () -> {
            for (Body<Object> body : List.<Body<Object>>of(any -> channel.receive(), any -> channel.send("more"),
                    any -> Select.of(channel).receive(), any -> channel.close())) {
                second.resume(Coroutine.create(body, null));
            }
            failures.forEach(failure -> told.add(failure.getMessage()));
        });
        String sentence = " refused, this channel is for one thread, use a SharedChannel: channel=numbers, thread=net-0,"
                + " by=net-1";
        assertEquals(List.of("receive" + sentence, "send" + sentence, "receive" + sentence, "close" + sentence), told);
        on(owner, () -> assertEquals("item", channel.tryReceive()));
        on(owner, channel::handOver);
        on(other, () -> assertNull(channel.tryReceive()));
    }

    @Test
    void shouldRefuseTheSecondThreadWhenARingHasOneTakerOrOnePusher() throws Exception {
        SpscStash pair = new SpscStash("pair", 4);
        MpscStash inbox = new MpscStash("inbox", 4);
        on(owner, () -> {
            assertTrue(pair.push(handle));
            assertTrue(inbox.push(StashContract.handle(2)));
            assertNotNull(inbox.pop());
            assertNotNull(pair.pop());
        });
        assertEquals("push refused, this pushing end is for one thread, use an MpscStash: pushing end=pair,"
                + " thread=net-0, by=net-1", refusal(() -> pair.push(StashContract.handle(3))));
        for (RingStash ring : List.of(pair, inbox)) {
            assertEquals("pop refused, this taking end is for one thread, use an MpmcStash: taking end=" + ring
                    + ", thread=net-0, by=net-1", refusal(ring::pop));
            assertEquals("drain refused, this taking end is for one thread, use an MpmcStash: taking end=" + ring
                    + ", thread=net-0, by=net-1", refusal(() -> ring.drain(new Batch(1), 1)));
        }
        on(other, () -> assertTrue(inbox.push(StashContract.handle(4))));
        MpmcStash any = new MpmcStash("any", 4);
        on(owner, () -> assertTrue(any.push(StashContract.handle(5))));
        on(other, () -> assertNotNull(any.pop()));
    }

    /**
     * The channel keeps the place of a receiver that has waited. The receiver of the next thread waits in that place,
     * and can be cancelled there.
     */
    @Test
    void shouldLetTheNextWorkersCoroutineBeCancelledWhenItWaitsInAPlaceThatTheFirstHasLeft() throws Exception {
        ListStash ready = new ListStash("ready");
        LocalChannel<String> channel = new LocalChannel<>("numbers", 0, ready);
        List<String> received = new ArrayList<>();
        on(owner, () -> {
            first.resume(Coroutine.create(any -> received.add(channel.receive()), null));
            assertTrue(channel.trySend("item"));
            first.resume(ready.pop());
            channel.handOver();
            ready.handOver();
        });
        assertEquals(List.of("item"), received);
        Coroutine waiting = Coroutine.create(any -> received.add(channel.receive()), null);
        on(other, () -> second.resume(waiting));
        assertEquals(CoroutineState.STASHED, waiting.state());
        assertTrue(waiting.cancel());
        on(owner, first::poll);
        on(other, second::poll);
        assertEquals(CoroutineState.CANCELLED, waiting.state());
        on(other, () -> second.resume(Coroutine.create(any -> Select.of(channel).receive(), null)));
        assertEquals(List.of(), failures);
    }

    /**
     * Until the next thread has taken the handle out, a time-out of the first carrier leaves the handle in the stash.
     */
    @Test
    void shouldGiveAWaitingCoroutineToTheNextWorkerWhenTheChannelIsHandedOver() throws Exception {
        ListStash ready = new ListStash("ready");
        LocalChannel<String> channel = new LocalChannel<>("numbers", 0, ready);
        List<String> received = new ArrayList<>();
        Select<String> select = Select.of(channel);
        Coroutine plain = Coroutine.create(any -> received.add(channel.receive(5)), null, Mobility.ROAMING);
        Coroutine selecting = Coroutine.create(any -> received.add(select.receive()), null, Mobility.ROAMING);
        on(owner, () -> {
            first.tick(0);
            first.resume(plain);
            first.resume(selecting);
            channel.handOver();
            ready.handOver();
            first.tick(1_000_000_000);
        });
        assertEquals(CoroutineState.STASHED, plain.state());
        on(other, () -> {
            second.tick(1_000_000_000);
            assertTrue(channel.trySend("to the receiver"));
            assertTrue(channel.trySend("to the select"));
            second.resume(ready.pop());
            second.resume(ready.pop());
        });
        assertEquals(List.of("to the receiver", "to the select"), received);
        on(other, () -> second.resume(Coroutine.create(any -> received.add(select.receive()), null)));
        on(other, () -> assertTrue(channel.trySend("again")));
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldLeaveATimeOutToTheNextWorkerWhenAStashIsHandedOver() throws Exception {
        ListStash list = new ListStash("list");
        List<WaitResult> results = new ArrayList<>();
        Coroutine waiting = Coroutine.create(any -> results.add(Coroutine.await(list, 5)), null, Mobility.ROAMING);
        on(owner, () -> {
            first.tick(0);
            first.resume(waiting);
            list.handOver();
            first.tick(1_000_000);
        });
        assertEquals(CoroutineState.STASHED, waiting.state());
        on(other, () -> {
            second.tick(0);
            list.takenBy(second);
            assertTrue(list.push(handle));
        });
        on(owner, () -> first.tick(1_000_000_000));
        assertEquals(CoroutineState.STASHED, waiting.state());
        on(other, () -> second.tick(1_000_000_000));
        on(other, second::poll);
        assertEquals(List.of(WaitResult.TIMED_OUT), results);
        assertEquals(1, list.size());
    }

    @Test
    void shouldLetEveryThreadInWhenAGuardKeepsThemApart() throws Exception {
        StashGuard guard = new StashGuard() {
            @Override
            public boolean tryEnter() {
                return true;
            }

            @Override
            public void leave() {
            }
        };
        ListStash list = new ListStash("list");
        MpscStash ring = new MpscStash("ring", 4);
        list.guardedBy(guard);
        ring.guardedBy(guard);
        on(owner, () -> {
            list.push(handle);
            ring.push(StashContract.handle(2));
            ring.push(StashContract.handle(3));
            assertNotNull(ring.pop());
        });
        on(other, () -> {
            assertNotNull(list.pop());
            assertNotNull(ring.pop());
        });
    }
}
