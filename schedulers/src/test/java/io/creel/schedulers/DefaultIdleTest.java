package io.creel.schedulers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

/** The default idle strategy spins only if its worker does not go before other programs. */
class DefaultIdleTest {
    /** The threads of a group: with priority or without. */
    private record Threads(boolean hasPriority) implements WorkerThreadSetup {
        @Override
        public void begin(Worker worker) {
            // nothing to prepare
        }
    }

    private static int spins(WorkerThreadSetup threads) {
        return ((SpinThenPoll) WorkerGroup.builder("net", 1).eachThread(threads).newIdle()).maxSpins();
    }

    @Test
    void shouldBlockAtOnceWhenTheThreadsHavePriority() {
        assertEquals(0, spins(new Threads(true)));
    }

    @Test
    void shouldSpinWhenTheThreadsHaveNone() {
        assertEquals(SpinThenPark.DEFAULT_MAX_SPINS, spins(new Threads(false)));
        assertEquals(SpinThenPark.DEFAULT_MAX_SPINS, spins(_ -> {
        }));
    }

    @Test
    void shouldKeepTheStrategyOfTheCallerWhenTheThreadsHavePriority() {
        var own = new SpinThenPoll(7, 1);
        assertSame(own, WorkerGroup.builder("net", 1).idle(() -> own).eachThread(new Threads(true)).newIdle());
    }
}
