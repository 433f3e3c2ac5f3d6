package io.creel.queues;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Mobility;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A wait in a {@link SharedChannel} against {@link Carrier#resume(Coroutine, long)} of the same wait, from before the
 * coroutine has left its stack until it is resumed. The sender sees no effect, no failure is reported, and the item
 * arrives.
 */
final class TimeOutRaces {
    private static final int SPINS = 300;
    private static final ThreadLocal<Seen> SEEN = ThreadLocal.withInitial(Seen::new);

    private TimeOutRaces() {
    }

    /** A carrier for the thread of an actor, with the failures that it has reported. */
    private static final class Seen {
        private final Carrier carrier = new Carrier("observed", (coroutine, failure) -> this.reported++);
        private final Batch batch = new Batch(4);
        private int reported;
    }

    private static class Between {
        final Actors.Gate gate = new Actors.Gate();
        final MpmcStash ready = new MpmcStash("ready", 8);
        final SharedChannel<Integer> channel = new SharedChannel<>("c", 2, 1, ready, ready);
        private final Coroutine receiver;
        private volatile long epoch = -1;
        private volatile Integer received;
        private volatile boolean sent;

        Between() {
            receiver = Coroutine.create(ignored -> {
                epoch = Coroutine.current().epoch();
                received = receive();
            }, null, Mobility.ROAMING);
        }

        Integer receive() {
            return channel.receive();
        }

        /**
         * Lets the receiver wait, sends, and resumes the woken coroutines. Returns the received number, or -1 for a
         * failure.
         */
        int send() {
            Seen here = SEEN.get();
            int before = here.reported;
            gate.pass();
            here.carrier.resume(receiver);
            try {
                channel.trySend(1);
            } catch (IllegalStateException handleIsNotTheChannels) {
                here.reported++;
            }
            sent = true;
            finish(here);
            return here.reported > before ? -1 : received == null ? 0 : received;
        }

        /** Resumes the wait as a time-out does. Returns 1 for a failure. */
        int timeOut() {
            Seen here = SEEN.get();
            int before = here.reported;
            gate.pass();
            for (int i = 0; i < SPINS && received == null; i++) {
                long seen = epoch;
                if (seen >= 0 && here.carrier.resume(receiver, seen)) {
                    break;
                }
            }
            finish(here);
            return here.reported - before;
        }

        private void finish(Seen here) {
            for (int i = 0; i < 1_000_000 && (received == null || !sent); i++) {
                if (here.carrier.poll() + here.carrier.resume(ready.drain(here.batch, 4)) == 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** The receiver waits in one channel. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the item came")
    @Outcome(expect = FORBIDDEN, desc = "a failure, or a lost item")
    public static class TimeOutOrReceive extends Between {
        /** Starts without a sent item. */
        public TimeOutOrReceive() {
            super();
        }

        @Actor
        public void send(II_Result r) {
            r.r1 = send();
        }

        @Actor
        public void timeOut(II_Result r) {
            r.r2 = timeOut();
        }
    }

    /** The receiver waits in a select over two channels. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the item came")
    @Outcome(expect = FORBIDDEN, desc = "a failure, or a lost item")
    public static class TimeOutOrSelect extends Between {
        private final Select<Integer> select = Select.of(new SharedChannel<>("quiet", 2, 1, ready, ready), channel);

        /** Starts without a sent item. */
        public TimeOutOrSelect() {
            super();
        }

        @Override
        Integer receive() {
            return select.receive();
        }

        @Actor
        public void send(II_Result r) {
            r.r1 = send();
        }

        @Actor
        public void timeOut(II_Result r) {
            r.r2 = timeOut();
        }
    }
}
