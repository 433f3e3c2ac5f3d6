package io.creel.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class ThreadContextsTest {
    /** More threads than places, so that several share one. */
    private static final int THREADS = 200;
    private static final int ROUNDS = 50;

    @Test
    void shouldGiveEachThreadItsOwnContextForEver() throws Exception {
        Map<Thread, Context> found = new ConcurrentHashMap<>();
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<Thread> threads = new ArrayList<>();
        ConcurrentHashMap<Throwable, Boolean> faults = new ConcurrentHashMap<>();
        for (int i = 0; i < THREADS; i++) {
            Runnable look = () -> {
                try {
                    Context mine = Context.current();
                    found.put(Thread.currentThread(), mine);
                    together.await();
                    for (int round = 0; round < ROUNDS; round++) {
                        assertSame(mine, Context.current());
                        Thread.yield();
                    }
                } catch (Throwable fault) {
                    faults.put(fault, true);
                }
            };
            threads.add(i % 2 == 0 ? Thread.ofPlatform().start(look) : Thread.ofVirtual().start(look));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(Map.of(), faults);
        Map<Context, Boolean> distinct = new IdentityHashMap<>();
        found.values().forEach(each -> distinct.put(each, true));
        assertEquals(THREADS, distinct.size());
    }

    @Test
    void shouldNotTakeTheCarrierOfAVirtualThreadForTheThread() throws Exception {
        Context[] found = new Context[2];
        Thread.ofVirtual().start(() -> found[0] = Context.current()).join();
        Thread.ofVirtual().start(() -> found[1] = Context.current()).join();
        assertNotSame(found[0], found[1]);
        assertNotSame(found[0], Context.current());
    }
}
