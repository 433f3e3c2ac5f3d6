package io.creel.schedulers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SpinThenParkTest {
    private static final int ROUNDS = 30_000;

    private volatile int sent;
    private volatile int received;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50})
    void shouldLoseNoWakeUpWhenOnlyWakeUpsEndTheSleep(int maxSpins) {
        SpinThenPark idle = new SpinThenPark(maxSpins, SpinThenPark.UNTIL_WOKEN);
        try (WorkerGroup group = WorkerGroup.builder("net", 1).idle(() -> idle).build()) {
            group.start(this::receive);
            assertEquals(ROUNDS, sendRounds(group.worker(0), this::arrived));
        }
    }

    @Test
    void shouldLoseAWakeUpWhenCheckingBeforeParking() {
        CheckThenPark broken = new CheckThenPark();
        try (WorkerGroup group = WorkerGroup.builder("canary", 1).idle(() -> broken).build()) {
            group.start(this::receive);
            int rounds = sendRounds(group.worker(0), this::arrivedInTime);
            broken.repair();
            assertTrue(rounds < ROUNDS, "the stress must catch the broken protocol");
        }
    }

    @Test
    void shouldDoAnotherCycleFirstWhenSignalledBeforeIdling() {
        SpinThenPark idle = new SpinThenPark(0, SpinThenPark.UNTIL_WOKEN);
        idle.wake();
        idle.wake();
        idle.idle(0);
        assertFalse(Thread.interrupted());
    }

    @Test
    void shouldNotLoseTheSignalWhenOtherCodeConsumesThePermit() {
        SpinThenPark idle = new SpinThenPark(0, SpinThenPark.UNTIL_WOKEN);
        idle.wake();
        LockSupport.unpark(Thread.currentThread());
        LockSupport.park(this);
        idle.idle(0);
    }

    @Test
    void shouldSwallowTheInterruptWhenParking() {
        SpinThenPark idle = new SpinThenPark(0, SpinThenPark.UNTIL_WOKEN);
        Thread.currentThread().interrupt();
        idle.idle(0);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void shouldSpinAgainWhenWorkWasDone() {
        SpinThenPark idle = new SpinThenPark(2, SpinThenPark.UNTIL_WOKEN);
        for (int i = 0; i < 10; i++) {
            idle.idle(0);
            idle.idle(0);
            idle.idle(1);
        }
        idle.idle(0);
        idle.reset();
        idle.idle(0);
        idle.idle(0);
    }

    @Test
    void shouldRefuseBoundsOutOfRange() {
        assertEquals("bounds out of range: maxSpins=-1, maxParkNs=1",
                assertThrows(IllegalArgumentException.class, () -> new SpinThenPark(-1, 1)).getMessage());
        assertEquals("bounds out of range: maxSpins=0, maxParkNs=0",
                assertThrows(IllegalArgumentException.class, () -> new SpinThenPark(0, 0)).getMessage());
    }

    private int receive(Worker worker) {
        int seen = sent;
        if (seen == received) {
            return 0;
        }
        received = seen;
        return 1;
    }

    /** Sends one message after the other, each when the previous one has arrived; returns how many arrived. */
    private int sendRounds(Worker worker, BooleanSupplier arrives) {
        SplittableRandom random = new SplittableRandom(42);
        for (int round = 0; round < ROUNDS; round++) {
            for (int pause = random.nextInt(200); pause > 0; pause--) {
                Thread.onSpinWait();
            }
            sent = sent + 1;
            worker.wake();
            if (!arrives.getAsBoolean()) {
                return round;
            }
        }
        return ROUNDS;
    }

    private boolean arrived() {
        while (received != sent) {
            Thread.onSpinWait();
        }
        return true;
    }

    private boolean arrivedInTime() {
        for (int spins = 0; spins < 10_000; spins++) {
            if (received == sent) {
                return true;
            }
            Thread.onSpinWait();
        }
        try {
            await().atMost(Duration.ofSeconds(2)).until(() -> received == sent);
            return true;
        } catch (ConditionTimeoutException lost) {
            return false;
        }
    }
}
