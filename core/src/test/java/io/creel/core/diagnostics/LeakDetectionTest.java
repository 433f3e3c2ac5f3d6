package io.creel.core.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.TestStash;
import io.creel.core.Fork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeakDetectionTest {
    private static final int ROUNDS = 200;
    /** How long a deadline may be overdue before it stops keeping the coroutine alive. */
    private static final long WEAK_AFTER_NS = 1_000_000_000;

    private final ConcurrentLinkedQueue<LeakDetection.Leak> leaks = new ConcurrentLinkedQueue<>();
    private final Carrier carrier = new Carrier("carrier");
    private final TestStash stash = new TestStash("stash");

    @BeforeEach
    void track() {
        LeakDetection.setLevel(LeakDetection.Level.ALL);
        LeakDetection.reportTo(leak -> {
            if (leak.coroutine().startsWith("LeakDetectionTest")) {
                leaks.add(leak);
            }
        });
    }

    @AfterEach
    void stopTracking() {
        LeakDetection.setLevel(LeakDetection.Level.OFF);
        LeakDetection.reportTo(leak -> System.err.println(leak));
    }

    private void loseOne() {
        Coroutine[] lost = {null};
        carrier.resume(Coroutine.create(argument -> Coroutine.await(self -> {
            lost[0] = self;
            return true;
        }), null));
        lost[0] = null;
    }

    private void collectUntil(int expected) {
        for (int i = 0; i < ROUNDS && leaks.size() < expected; i++) {
            System.gc();
            LeakDetection.poll();
        }
    }

    @Test
    void shouldNameTheCreationSiteWhenASuspendedHandleIsLost() {
        loseOne();
        collectUntil(1);
        assertEquals(1, leaks.size());
        String text = leaks.peek().toString();
        assertTrue(
                text.startsWith(
                        "coroutine lost, its handle was dropped before it had ended: coroutine=LeakDetectionTest@"),
                text);
        assertTrue(text.contains(", made at:\n    at io.creel.core.diagnostics.LeakDetectionTest.loseOne("), text);
    }

    /** The deadline of the wait also refers to the coroutine, and would hide the loss for ever. */
    @Test
    void shouldReportTheLossWhenTheWaitHadATimeOut() {
        carrier.tick(0);
        Coroutine[] lost = {null};
        carrier.resume(Coroutine.create(argument -> Coroutine.await(self -> {
            lost[0] = self;
            return true;
        }, 1), null));
        lost[0] = null;
        for (long nowNs = 1; nowNs < 4 * WEAK_AFTER_NS; nowNs += carrier.quietNs(nowNs)) {
            carrier.tick(nowNs);
        }
        collectUntil(1);
        assertEquals(1, leaks.size());
        carrier.tick(100 * WEAK_AFTER_NS);
        assertFalse(carrier.hasDeadlines());
    }

    @Test
    void shouldReportNothingWhenItEndedOrIsHeld() {
        carrier.resume(Coroutine.create(argument -> {
        }, null));
        carrier.resume(Coroutine.create(argument -> Coroutine.await(stash), null));
        Coroutine cancelled = Coroutine.create(argument -> Coroutine.await(stash), null);
        carrier.resume(cancelled);
        cancelled.cancel();
        carrier.poll();
        loseOne(); // shows that the collector has run
        collectUntil(1);
        assertEquals(1, leaks.size());
        carrier.resume(stash.pop());
    }

    @Test
    void shouldReportSomeWhenSampled() {
        LeakDetection.setLevel(LeakDetection.Level.SAMPLED);
        for (int i = 0; i < 4 * LeakDetection.SAMPLING_INTERVAL; i++) {
            loseOne();
        }
        collectUntil(4);
        assertTrue(leaks.size() >= 4 && leaks.size() < 8,
                () -> "one of 128, and perhaps some of the tests before: " + leaks.size());
    }

    @Test
    void shouldReportNothingWhenOff() {
        LeakDetection.setLevel(LeakDetection.Level.OFF);
        int before = leaks.size();
        for (int i = 0; i < 100; i++) {
            loseOne();
        }
        LeakDetection.setLevel(LeakDetection.Level.ALL);
        loseOne(); // shows that the collector has run
        collectUntil(before + 1);
        assertTrue(leaks.size() < 50, () -> "untracked ones were reported: " + leaks.size());
    }

    @Test
    void shouldNotPunishTheNextCoroutineWhenTheReceiverThrows() {
        loseOne();
        List<LeakDetection.Leak> refused = new ArrayList<>();
        LeakDetection.reportTo(leak -> {
            refused.add(leak);
            throw new IllegalArgumentException("planted, and printed");
        });
        for (int i = 0; i < ROUNDS && refused.isEmpty(); i++) {
            System.gc();
            carrier.start(argument -> {
            }, null); // finds the leak while it is made
            carrier.resumeStarted();
        }
        assertEquals(false, refused.isEmpty());
        assertEquals(carrier.counters().created(), carrier.counters().ended() + 1, "all but the lost one");
    }

    @Test
    void shouldTrackAllWhenThePropertySaysSo() {
        assertEquals(new Fork(0, "lost=1\n"), Fork.run(withProperty("-Dcreel.check=leaks"), LeakProgram.class));
    }

    private static List<String> withProperty(String property) {
        List<String> arguments = new ArrayList<>(Fork.ALL);
        arguments.add(property);
        return arguments;
    }
}
