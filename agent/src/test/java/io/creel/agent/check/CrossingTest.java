package io.creel.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.agent.check.programs.Crossing;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.net.PacketPool;
import io.creel.queues.MpmcStash;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Under load, on several threads: each fault is found once, and nothing else is. */
class CrossingTest {
    private static final int THREADS = 3;
    private static final int ROUNDS = 6_400;

    @Test
    void shouldFindEachFaultOnceUnderLoad() throws Exception {
        WovenLoader loader = new WovenLoader(name -> name.startsWith(Crossing.class.getName()), CheckLevel.ON);
        Constructor<?> make = Class.forName(Crossing.class.getName(), true, loader).getConstructors()[0];
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        MpmcStash shared = new MpmcStash("shared", 1 << 15);
        try (PacketPool pool = new PacketPool("pool", 1 << 15, 256, 0)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String name = "carrier-" + i;
                Thread thread = new Thread(() -> {
                    try {
                        Carrier carrier = new Carrier(name, (coroutine, thrown) -> failures.add(thrown));
                        ((Runnable) make.newInstance(carrier, shared, pool, ROUNDS)).run();
                        drain(carrier, shared);
                    } catch (ReflectiveOperationException impossible) {
                        failures.add(impossible);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(List.of(), failures.stream()
                    .filter(each -> !(each instanceof RuleViolation violation) || !violation.code().equals("CR004"))
                    .map(Throwable::toString).limit(5).toList());
            assertEquals(THREADS * (ROUNDS / 64), failures.size());
            assertEquals(0, pool.outstanding());
        }
    }

    private static void drain(Carrier carrier, Stash shared) {
        for (Coroutine waiting = shared.pop(); waiting != null; waiting = shared.pop()) {
            carrier.resume(waiting);
        }
        carrier.poll();
    }
}
