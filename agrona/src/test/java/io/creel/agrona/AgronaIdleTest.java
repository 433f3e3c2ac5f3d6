package io.creel.agrona;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.schedulers.WorkerGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AgronaIdleTest {
    private final List<String> calls = new ArrayList<>();

    private final IdleStrategy recording = new IdleStrategy() {
        @Override
        public void idle(int workCount) {
            calls.add("idle " + workCount);
        }

        @Override
        public void idle() {
            calls.add("idle");
        }

        @Override
        public void reset() {
            calls.add("reset");
        }

        @Override
        public String alias() {
            return "recording";
        }
    };

    @Test
    void shouldPassEveryCallOnAsItIs() {
        AgronaIdle idle = new AgronaIdle(recording);
        idle.idle(0);
        idle.idle(7);
        idle.idle();
        idle.reset();
        assertEquals(List.of("idle 0", "idle 7", "idle", "reset"), calls);
        assertEquals("recording", idle.toString());
    }

    @Test
    void shouldRefuseToAdaptNothing() {
        assertEquals("strategy", assertThrows(NullPointerException.class, () -> new AgronaIdle(null)).getMessage());
    }

    /** Waits for two cycles without work, so the strategy has idled between them. */
    @Test
    @Timeout(60)
    void shouldIdleWorkersWithTheJvmArgumentsOfCreelOnly() throws InterruptedException {
        CountDownLatch cycles = new CountDownLatch(200);
        try (WorkerGroup group = WorkerGroup.builder("net", 2).idle(() -> new AgronaIdle(new BackoffIdleStrategy()))
                .build()) {
            group.start(worker -> {
                cycles.countDown();
                return 0;
            });
            cycles.await();
        }
    }
}
