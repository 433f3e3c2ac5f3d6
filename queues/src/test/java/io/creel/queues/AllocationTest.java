package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.lock.CoroutineCondition;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.lock.CoroutineSemaphore;
import io.creel.core.JvmArguments;
import io.creel.core.Stash;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Checks that nothing is allocated in steady state: the JVM's own count of the bytes that this thread has allocated.
 */
class AllocationTest {
    private static final int HANDLES = 1_000;
    private static final int OPERATIONS = 200_000;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Coroutine[] handles = new Coroutine[HANDLES];
    private final long[] keys = new Random(1).longs(HANDLES).toArray();

    private void assertNoAllocation(String what, Runnable thousandOperations) {
        for (int i = 0; i < HANDLES; i++) {
            handles[i] = StashContract.handle(i);
        }
        long bytes = 0;
        // The JIT needs time to compile the loop, so only the last of several measurements counts.
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < OPERATIONS / HANDLES; i++) {
                thousandOperations.run();
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
            if (round > 3 && bytes < OPERATIONS / 10) {
                return;
            }
        }
        assertTrue(false, what + " allocates: bytes=" + bytes + ", operations=" + OPERATIONS);
    }

    private static void popAll(Stash stash) {
        while (stash.pop() != null) {
            // the handles are in the array
        }
    }

    @Test
    void shouldAllocateNothingWhenHandlesGoInAndOut() {
        ListStash list = new ListStash("list");
        MpscStash ring = new MpscStash("ring", 1024);
        MpmcStash central = new MpmcStash("central", 1024);
        assertNoAllocation("list and rings", () -> {
            for (Coroutine handle : handles) {
                list.push(handle);
            }
            for (Coroutine handle = list.pop(); handle != null; handle = list.pop()) {
                ring.push(handle);
            }
            for (Coroutine handle = ring.pop(); handle != null; handle = ring.pop()) {
                central.push(handle);
            }
            popAll(central);
        });
    }

    @Test
    void shouldAllocateNothingWhenDrainedInBatches() {
        MpscStash ring = new MpscStash("ring", 1024);
        MpmcStash central = new MpmcStash("central", 1024);
        Batch batch = new Batch(32);
        assertNoAllocation("drain", () -> {
            for (Coroutine handle : handles) {
                ring.push(handle);
            }
            while (!ring.drain(batch, 32).isEmpty()) {
                for (Coroutine handle = batch.take(); handle != null; handle = batch.take()) {
                    central.push(handle);
                }
            }
            while (!central.drain(batch, 32).isEmpty()) {
                while (batch.take() != null) {
                    // returned to the array
                }
            }
        });
    }

    @Test
    void shouldAllocateNothingWhenKeyed() {
        TreeStash tree = new TreeStash("tree");
        RedBlackStash redBlack = new RedBlackStash("red-black");
        MapStash map = new MapStash("map");
        BucketStash buckets = new BucketStash("buckets", 256);
        TimerStash timers = new TimerStash("timers", 0, 3);
        IndexedStash both = new IndexedStash("both", HANDLES);
        FlowStash flows = new FlowStash("flows", HANDLES, 7);
        FlowKey flow = new FlowKey();
        assertNoAllocation("keyed", () -> {
            for (int i = 0; i < HANDLES; i++) {
                tree.push(handles[i], keys[i]);
            }
            for (int i = 0; i < HANDLES; i++) {
                tree.rekey(handles[i], keys[i] >> 1);
            }
            for (Coroutine handle = tree.pop(); handle != null; handle = tree.pop()) {
                redBlack.push(handle, keys[StashContract.number(handle)]);
            }
            popAll(redBlack);
            for (int i = 0; i < HANDLES; i++) {
                map.push(handles[i], keys[i] & 511);
            }
            for (int key = 0; key < 512; key++) {
                Coroutine handle = map.pop(key);
                while (handle != null) {
                    buckets.push(handle, key & 255);
                    handle = map.pop(key);
                }
            }
            for (Coroutine handle = buckets.pop(); handle != null; handle = buckets.pop()) {
                timers.push(handle, keys[StashContract.number(handle)] >>> 1);
            }
            for (Coroutine handle = timers.pop(); handle != null; handle = timers.pop()) {
                both.push(handle, StashContract.number(handle), StashContract.number(handle) & 7);
            }
            for (Coroutine handle = both.pop(3); handle != null; handle = both.pop(3)) {
                flows.push(handle, flow.ipv4(StashContract.number(handle), 1, 2, 3, 6));
            }
            popAll(both);
            popAll(flows);
        });
    }

    /** Runs the method in a JVM of its own, because the checks that the tests run with allocate at every suspension. */
    private static void assertEndsWell(String method) {
        List<String> command = new ArrayList<>(JvmArguments.lines());
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), AllocationTest.class.getName(), method));
        try {
            Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
            assertEquals("", new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertEquals(0, program.waitFor());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Runs the method below that the argument names; fails if the method fails. */
    public static void main(String[] args) throws ReflectiveOperationException {
        AllocationTest.class.getDeclaredMethod(args[0]).invoke(new AllocationTest());
    }

    @Test
    void shouldAllocateNothingWhenCoroutinesAwaitByKeyOrPassItems() {
        assertEndsWell("awaitByKeyAndPassItems");
    }

    private void awaitByKeyAndPassItems() {
        Carrier carrier = new Carrier("carrier");
        ListStash ready = new ListStash("ready");
        TreeStash tree = new TreeStash("tree");
        LocalChannel<String> local = new LocalChannel<>("local", 0, ready);
        SharedChannel<String> shared = new SharedChannel<>("shared", 4, 4, ready, ready);
        Batch batch = new Batch(8);
        carrier.resume(Coroutine.create(ignored -> {
            while (local.send("item")) {
                tree.await(7);
            }
        }, null));
        LocalChannel<String> middle = new LocalChannel<>("middle", 0, ready);
        SharedChannel<String> quiet = new SharedChannel<>("quiet", 2, 4, ready, ready);
        carrier.resume(Coroutine.create(ignored -> {
            Select<String> select = Select.of(local);
            Select.Sending<String> sending = select.sending(middle);
            for (String item = select.receive(); select.index() >= 0; item = select.receive()) {
                if (item != null) {
                    sending.withdraw();
                    sending.offer(item);
                }
            }
            middle.close();
        }, null));
        carrier.resume(Coroutine.create(ignored -> {
            Select<String> select = Select.of(quiet);
            Select.Sending<String> sending = select.sending(shared);
            for (String item = middle.receive(); item != null; item = middle.receive()) {
                sending.offer(item);
                select.receive();
            }
        }, null));
        carrier.resume(Coroutine.create(ignored -> {
            while (shared.receive() != null) {
                // lets the time pass
            }
        }, null));
        assertNoAllocation("coroutines", () -> {
            for (int i = 0; i < 300; i++) {
                carrier.resume(tree.drain(batch, 8));
                carrier.resume(ready.drain(batch, 8));
            }
        });
        local.close();
        shared.close();
        carrier.close();
    }

    /**
     * A coroutine per packet that begins on one worker and ends on another: its stack and its shell return to the pool.
     */
    @Test
    void shouldAllocateNothingWhenCoroutinesSuspendOnOneCarrierAndEndOnAnother() {
        assertEndsWell("suspendOnOneCarrierAndEndOnAnother");
    }

    private void suspendOnOneCarrierAndEndOnAnother() {
        Carrier first = new Carrier("first");
        Carrier second = new Carrier("second");
        ListStash arrivals = new ListStash("arrivals");
        ListStash between = new ListStash("between");
        Batch batch = new Batch(32);
        Batch batchOfSecond = new Batch(32);
        Body<Object> body = ignored -> Coroutine.await(between);
        assertNoAllocation("crossing", () -> {
            for (int i = 0; i < HANDLES; i += 32) {
                for (int j = 0; j < 32; j++) {
                    first.start(arrivals, body, null);
                }
                first.resume(arrivals.drain(batch, 32));
                second.resume(between.drain(batchOfSecond, 32));
            }
        });
        assertEquals(first.counters().created(), second.counters().completed());
    }

    @Test
    void shouldAllocateNothingWhenCoroutinesAreMadeOnOneCarrierAndRunOnAnother() {
        assertEndsWell("madeOnOneCarrierAndRunOnAnother");
    }

    private void madeOnOneCarrierAndRunOnAnother() {
        Carrier first = new Carrier("first");
        Carrier second = new Carrier("second");
        ListStash between = new ListStash("between");
        Batch batch = new Batch(32);
        assertNoAllocation("shells", () -> {
            for (int i = 0; i < HANDLES; i += 32) {
                for (int j = 0; j < 32; j++) {
                    first.start(between, ignored -> {
                    }, null);
                }
                second.resume(between.drain(batch, 32));
            }
        });
        assertEquals(first.counters().created(), second.counters().completed());
    }

    /**
     * Each wait sets a deadline and ends it: by a resume or by the time-out, on one carrier or from one carrier to
     * another.
     */
    @Test
    void shouldAllocateNothingWhenWaitsHaveATimeOut() {
        assertEndsWell("waitWithATimeOut");
    }

    private void waitWithATimeOut() {
        Carrier carrier = new Carrier("carrier");
        Carrier other = new Carrier("other");
        Carrier.shareDeadlines(List.of(carrier, other));
        ListStash ready = new ListStash("ready");
        ListStash list = new ListStash("list");
        TreeStash tree = new TreeStash("tree");
        FlowStash flows = new FlowStash("flows", 8, 7);
        FlowKey flow = new FlowKey();
        LocalChannel<String> local = new LocalChannel<>("local", 0, ready);
        SharedChannel<String> shared = new SharedChannel<>("shared", 2, 16, ready, ready);
        CoroutineLock lock = new CoroutineLock("lock");
        CoroutineSemaphore semaphore = new CoroutineSemaphore("semaphore", 0);
        CoroutineCondition condition = new CoroutineCondition("condition", lock);
        CoroutineEvent never = new CoroutineEvent("never");
        Batch batch = new Batch(8);
        Batch others = new Batch(8);
        long[] nowNs = {0};
        carrier.setClock(() -> nowNs[0]);
        other.setClock(() -> nowNs[0]);
        carrier.tick(0);
        other.tick(0);
        Body<Object> waits = ignored -> {
            while (!list.isClosed()) {
                Coroutine.await(list, 1_000_000);
                Coroutine.sleep(3);
                tree.await(7, 2);
                flows.await(flow.ipv4(1, 2, 3, 4, 6), 1);
                semaphore.tryAcquire(2);
                never.await(3);
                local.receive(2);
                local.send("item", 2);
                shared.receive(2);
                lock.lock();
                condition.await(2);
                lock.unlock();
            }
        };
        for (int i = 0; i < 8; i++) {
            carrier.resume(Coroutine.create(waits, null));
        }
        assertNoAllocation("time-outs", () -> {
            for (int i = 0; i < 100; i++) {
                nowNs[0]++;
                carrier.tick(nowNs[0]);
                carrier.poll();
                other.tick(nowNs[0]);
                other.poll();
                if (i % 16 == 0) {
                    other.resume(list.drain(others, 4));
                }
                carrier.resume(list.drain(batch, 8));
                carrier.resume(ready.drain(batch, 8));
            }
        });
        assertTrue(carrier.counters().timedOut() > OPERATIONS, "the waits have timed out");
        list.close();
        carrier.close();
        other.close();
    }
}
