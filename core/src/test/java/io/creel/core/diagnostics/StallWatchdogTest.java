package io.creel.core.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.TestStash;
import io.creel.core.Fork;
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

    /** Each runs for a short time only, but no other coroutine ever runs. */
    @Test
    void shouldReportOneOfThemWhenTwoTransferToEachOtherForEver() throws InterruptedException {
        Coroutine[] other = new Coroutine[1];
        Body<Object> pingPong = argument -> {
            while (release.getCount() > 0) {
                Coroutine.transfer(self -> {
                    Coroutine next = other[0];
                    other[0] = self;
                    return next;
                });
                blocked.countDown();
            }
        };
        other[0] = Coroutine.create(pingPong, null);
        Thread thread = new Thread(() -> new Carrier("stalled").resume(Coroutine.create(pingPong, null)));
        thread.start();
        blocked.await();
        watchdog.check(10_000);
        watchdog.check(10_999);
        assertEquals(List.of(), stalls);
        watchdog.check(11_000);
        watchdog.check(99_000);
        release.countDown();
        thread.join();
        assertEquals(1, stalls.size());
        assertTrue(stalls.getFirst().coroutine().startsWith("StallWatchdogTest@"), stalls::toString);
    }

    /** The report of a stall contains its stack and the coroutines that wait behind it. */
    @Test
    void shouldCarryADumpOfWhatWaitsBehindItWhenACarrierIsBlocked() throws InterruptedException {
        TestStash behind = new TestStash("behind-the-stalled");
        Thread thread = new Thread(() -> {
            Carrier carrier = new Carrier("stalled");
            for (int i = 0; i < 3; i++) {
                carrier.resume(Coroutine.create(argument -> waitBehind(behind), null));
            }
            carrier.resume(Coroutine.create(argument -> blockHere(), null));
            carrier.close();
        });
        thread.start();
        blocked.await();
        watchdog.check(10_000);
        watchdog.check(11_000);
        release.countDown();
        thread.join();
        StallWatchdog.Stall stall = stalls.getFirst();
        CoroutineDump.Waiting waiting = stall.dump().waiting().stream()
                .filter(one -> one.stash().equals("behind-the-stalled")).findFirst().orElseThrow();
        assertEquals(3, waiting.groups().getFirst().count());
        assertEquals("waitBehind", waiting.groups().getFirst().frames().getFirst().getMethodName());
        assertEquals(stall + "\n" + stall.dump().toText(), stall.toText());
        assertTrue(stall.toText().contains("\nstash behind-the-stalled: 3 waiting\n  3 × StallWatchdogTest"),
                stall::toText);
        String json = stall.toJson();
        assertTrue(json.startsWith("{\"carrier\":\"stalled\",\"coroutine\":\"" + stall.coroutine()
                + "\",\"seenForNs\":1000,\"frames\":[\""), json);
        assertTrue(json.endsWith("],\"cut\":false,\"deadlock\":null,\"dump\":" + stall.dump().toJson() + "}"), json);
    }

    private static void waitBehind(TestStash stash) {
        Coroutine.await(stash);
    }

    @Test
    void shouldSayThatThereIsNoDumpWhenAnotherThreadTakesOne() {
        StallWatchdog.Stall stall = new StallWatchdog.Stall("net-0", "Body@1", 7, List.of(), false, null, null);
        assertEquals("carrier is blocked: carrier=net-0, coroutine=Body@1, seenForNs=7\n"
                + "no dump, another thread took one\n", stall.toText());
        assertEquals("{\"carrier\":\"net-0\",\"coroutine\":\"Body@1\",\"seenForNs\":7,\"frames\":[],\"cut\":false,"
                + "\"deadlock\":null,\"dump\":null}", stall.toJson());
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
    void shouldPrintTheStallWithoutWiringWhenThePropertySaysSo() {
        List<String> arguments = new ArrayList<>(Fork.ALL);
        arguments.add("-Dcreel.check=stalls:5ms");
        assertEquals(
                new Fork(0, "carrier is blocked: carrier=blocked, coroutine=StallProgram@x, seenForNs=x\n"),
                Fork.run(arguments, StallProgram.class));
    }

    @Test
    void shouldKeepCheckingWhenACheckThrows() {
        List<Long> slept = new ArrayList<>();
        StallThread thread = new StallThread(50_000, stalls::add, () -> {
            if (slept.isEmpty()) {
                throw new IllegalStateException("planted, and printed");
            }
            return 0;
        }, periodNs -> {
            slept.add(periodNs);
            if (slept.size() == 3) {
                Thread.currentThread().interrupt();
            }
        });
        thread.run();
        assertTrue(Thread.interrupted());
        assertEquals(List.of(5_000L, 5_000L, 5_000L), slept);
    }

    @Test
    void shouldRefuseABoundThatIsNone() {
        assertEquals("bound must be at least 1: boundNs=0",
                assertThrows(IllegalArgumentException.class, () -> new StallWatchdog(0, stalls::add)).getMessage());
    }
}
