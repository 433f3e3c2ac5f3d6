package io.creel.schedulers.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** The account of a thread from readings that the test makes. */
class ThreadAccountTest {
    private static final class Readings implements AccountCalls {
        long wall;
        long cpu;
        long delay;
        long switches;
        /** How far the clock moves with each look at the CPU time: a preemption between the reads. */
        long preemptedNs;
        int looks;
        String refusal;

        @Override
        public String refusal() {
            return refusal;
        }

        @Override
        public long wallNs() {
            return wall;
        }

        @Override
        public long cpuNs() {
            looks++;
            wall += preemptedNs;
            delay += preemptedNs;
            if (looks % 3 == 0) {
                preemptedNs = 0;
            }
            return cpu;
        }

        @Override
        public long runDelayNs() {
            return delay;
        }

        @Override
        public long voluntarySwitches() {
            return switches;
        }

        @Override
        public void close() {
        }
    }

    private final Readings readings = new Readings();

    @Test
    void shouldCallTheRestStolenIfTheThreadNeverSlept() {
        ThreadAccount account = new ThreadAccount(readings);
        readings.wall = 1_000;
        readings.cpu = 600;
        readings.delay = 300;
        account.next();
        assertEquals(300, account.lateNs());
        assertEquals(100, account.stolenNs());
        assertEquals(0, account.blockedNs());
        assertEquals(1_000, account.atNs());
    }

    @Test
    void shouldCallTheRestBlockedIfTheThreadSlept() {
        ThreadAccount account = new ThreadAccount(readings);
        readings.wall = 1_000;
        readings.cpu = 600;
        readings.switches = 1;
        account.next();
        assertEquals(0, account.stolenNs());
        assertEquals(400, account.blockedNs());
        readings.wall = 2_000;
        account.restart();
        account.next();
        assertEquals(0, account.blockedNs() + account.stolenNs() + account.lateNs());
    }

    /**
     * Without reading again, the clock of before and the run delay of after the preemption would not belong together.
     */
    @Test
    void shouldReadAgainIfItWasPreemptedBetweenTheReads() {
        ThreadAccount account = new ThreadAccount(readings);
        readings.looks = 0;
        readings.preemptedNs = ThreadAccount.STEADY_NS + 1;
        account.next();
        assertEquals(4, readings.looks, "three reads with a preemption, and one without");
        assertEquals(3 * (ThreadAccount.STEADY_NS + 1), account.lateNs());
        assertEquals(0, account.stolenNs());
        assertEquals(readings.wall, account.atNs());
        assertEquals(0, account.unsteady());
    }

    @Test
    void shouldCountAReadingThatWasNeverSteady() {
        ThreadAccount account = new ThreadAccount(new AlwaysPreempted(readings));
        account.next();
        assertEquals(2, account.unsteady());
    }

    private record AlwaysPreempted(Readings readings) implements AccountCalls {
        @Override
        public String refusal() {
            return null;
        }

        @Override
        public long wallNs() {
            return readings.wall += ThreadAccount.STEADY_NS + 1;
        }

        @Override
        public long cpuNs() {
            return 0;
        }

        @Override
        public long runDelayNs() {
            return 0;
        }

        @Override
        public long voluntarySwitches() {
            return 0;
        }

        @Override
        public void close() {
        }
    }

    @Test
    void shouldHaveNoPartsWithoutAnAccount() {
        readings.refusal = "ENOENT: no account";
        readings.delay = 5;
        ThreadAccount account = new ThreadAccount(readings);
        readings.wall = 1_000;
        account.next();
        assertEquals(0, account.lateNs() + account.stolenNs() + account.blockedNs());
        assertEquals("ENOENT: no account", account.refusal());
    }

    /** The four readings of this machine, one against the other. */
    @Test
    void shouldAgreeWithTheJvmAboutTheThreadsCpuTime() {
        LinuxAccountCalls calls = new LinuxAccountCalls(System::nanoTime);
        assumeTrue(calls.refusal() == null, calls::refusal);
        long beforeNs = calls.cpuNs();
        var threads = java.lang.management.ManagementFactory.getThreadMXBean();
        long jvmNs = threads.getCurrentThreadCpuTime();
        long afterNs = calls.cpuNs();
        assertEquals(jvmNs, Math.clamp(jvmNs, beforeNs, afterNs));
        assertEquals(0, Math.min(0, calls.runDelayNs()));
        calls.close();
        assertNull(calls.refusal());
    }
}
