package io.creel.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Another thread sends a signal to a carrier that closes. The carrier handles each accepted signal; a refused one stays
 * with its sender.
 */
final class CloseRaces {
    private CloseRaces() {
    }

    private static class Closing {
        final Carrier carrier = new Carrier("closing", (coroutine, failure) -> {
            // A closed carrier reports to a thread that cancels a coroutine which the carrier has ended meanwhile.
        });
        volatile Coroutine published;

        int outcome(Coroutine coroutine) {
            return switch (coroutine.state()) {
                case COMPLETED -> 1;
                case CANCELLED -> 2;
                case SUSPENDED -> 3;
                default -> 0;
            };
        }

        int isQuiet() {
            return carrier.isIdle() ? 1 : 0;
        }
    }

    /** A resume sends the handle home while the home closes. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "sent, and run before the end")
    @Outcome(id = "0, 3, 1", expect = ACCEPTABLE, desc = "refused, and still the sender's")
    @Outcome(id = "1, 2, 1", expect = ACCEPTABLE, desc = "sent, and cancelled by the close")
    @Outcome(expect = FORBIDDEN, desc = "stuck in the inbox, or refused and gone")
    public static class ResumeOrClose extends Closing {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final Coroutine homed = Coroutine.create(ResumeOrClose::run, this, Mobility.HOMED);

        private void run() {
            Coroutine.await(self -> {
                published = self;
                return true;
            });
        }

        @Actor
        public void close() {
            carrier.resume(homed);
            gate.pass();
            carrier.close();
        }

        @Actor
        public void send(III_Result r) {
            RaceActor.pollUntil(() -> published != null);
            gate.pass();
            r.r1 = RaceActor.resume(published);
        }

        @Arbiter
        public void end(III_Result r) {
            r.r2 = outcome(homed);
            r.r3 = isQuiet();
        }
    }

    /** A waiting coroutine is cancelled while the carrier that takes from its stash closes. */
    @JCStressTest
    @State
    @Outcome(id = "1, 2, 1", expect = ACCEPTABLE, desc = "cancelled once, by either thread")
    @Outcome(expect = FORBIDDEN, desc = "not cancelled, twice, or the request is stuck")
    public static class CancelOrClose extends Closing {
        private final RaceActor.Gate gate = new RaceActor.Gate();
        private final TestStash stash = new TestStash("stash");
        private final Coroutine waiting = Coroutine.create(CancelOrClose::run, this, Mobility.ROAMING);
        private int ends;

        private void run() {
            try {
                published = Coroutine.current();
                Coroutine.await(stash);
            } finally {
                ends++;
            }
        }

        @Actor
        public void close() {
            carrier.resume(waiting);
            gate.pass();
            carrier.close();
        }

        @Actor
        public void cancel() {
            RaceActor.pollUntil(() -> published != null);
            gate.pass();
            published.cancel();
        }

        @Arbiter
        public void end(III_Result r) {
            r.r1 = ends;
            r.r2 = outcome(waiting);
            r.r3 = isQuiet();
        }
    }
}
