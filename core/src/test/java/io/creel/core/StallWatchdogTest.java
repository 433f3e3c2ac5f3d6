package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StallWatchdogTest {
    private final List<StallWatchdog.Stall> stalls = new ArrayList<>();
    private final StallWatchdog watchdog = new StallWatchdog(1_000, stall -> {
        if (stall.carrier().equals("stalled")) {
            stalls.add(stall);
        }
    });
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private void blockHere() throws InterruptedException {
        blocked.countDown();
        release.await();
    }

    @Test
    void shouldReportTheStackOnceWhenACoroutineBlocksItsCarrier() throws InterruptedException {
        Thread thread = new Thread(
                () -> new Carrier("stalled").resume(Coroutine.create(argument -> blockHere(), null)));
        thread.start();
        blocked.await();
        watchdog.check(10_000);
        watchdog.check(10_999);
        assertEquals(List.of(), stalls);
        watchdog.check(11_000);
        watchdog.check(99_000);
        release.countDown();
        thread.join();
        watchdog.check(999_000);
        assertEquals(1, stalls.size());
        StallWatchdog.Stall stall = stalls.getFirst();
        assertEquals(1_000, stall.seenForNs());
        assertTrue(stall.coroutine().startsWith("StallWatchdogTest@"), stall.coroutine());
        assertTrue(stall.frames().stream().anyMatch(frame -> frame.getMethodName().equals("blockHere")),
                stall::toString);
        assertTrue(stall.frames().stream().noneMatch(frame -> frame.getClassName().equals(Carrier.class.getName())),
                "only the coroutine's own frames");
        assertTrue(stall.toString().startsWith("carrier is blocked: carrier=stalled, coroutine=StallWatchdogTest@"));
    }

    @Test
    void shouldReportNothingWhenTheCarrierMovesOn() {
        Carrier carrier = new Carrier("stalled");
        for (int i = 0; i < 3; i++) {
            long now = 10_000L * i;
            carrier.resume(Coroutine.create(argument -> watchdog.check(now), null));
        }
        assertEquals(List.of(), stalls);
    }

    @Test
    void shouldRefuseABoundThatIsNone() {
        assertEquals("bound must be at least 1: boundNs=0",
                assertThrows(IllegalArgumentException.class, () -> new StallWatchdog(0, stalls::add)).getMessage());
    }
}
