package io.creel.net;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.creel.core.Coroutine;
import io.creel.core.Mobility;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The life that owned a packet ends and the runtime gives the packet back, while another thread does with it what an
 * owner may do. Exactly one of the two gets the packet, and the next owner is not affected.
 */
final class LeaseRaces {
    private LeaseRaces() {
    }

    /** Another thread releases the packet. */
    @JCStressTest
    @State
    @Outcome(id = {"1, 0, 0", "0, 1, 0"}, expect = ACCEPTABLE, desc = "released once")
    @Outcome(expect = FORBIDDEN, desc = "released twice, or never")
    public static class GiveBackOrRelease extends Lease {
        @Actor
        public void end(III_Result r) {
            r.r1 = giveBack();
        }

        @Actor
        public void release(III_Result r) {
            r.r2 = act(packet::release);
        }

        @Arbiter
        public void look(III_Result r) {
            r.r3 = isOwned();
        }
    }

    /** Two threads end the same life: a close and a cancellation. */
    @JCStressTest
    @State
    @Outcome(id = {"1, 0, 0", "0, 1, 0"}, expect = ACCEPTABLE, desc = "released once")
    @Outcome(expect = FORBIDDEN, desc = "released twice, or never")
    public static class GiveBackTwice extends Lease {
        @Actor
        public void end(III_Result r) {
            r.r1 = giveBack();
        }

        @Actor
        public void endToo(III_Result r) {
            r.r2 = giveBack();
        }

        @Arbiter
        public void look(III_Result r) {
            r.r3 = isOwned();
        }
    }

    /** Another thread transmits the packet, and a peer that has received it uses it. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "given back, and not transmitted")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "transmitted; the peer owns it")
    @Outcome(expect = FORBIDDEN, desc = "taken from its next owner, or lost")
    public static class GiveBackOrTransmit extends Lease {
        @Actor
        public void end(III_Result r) {
            r.r1 = giveBack();
        }

        @Actor
        public void transmit(III_Result r) {
            r.r2 = act(() -> {
                if (PEER.transmit(packet)) {
                    use();
                }
            });
        }

        @Arbiter
        public void look(III_Result r) {
            r.r3 = isOwned();
        }
    }

    /** Another thread transmits the packet through a device that throws. */
    @JCStressTest
    @State
    @Outcome(id = {"1, 0, 0", "0, 1, 0"}, expect = ACCEPTABLE, desc = "released once")
    @Outcome(expect = FORBIDDEN, desc = "released twice, or never")
    public static class GiveBackOrFailedTransmit extends Lease {
        @Actor
        public void end(III_Result r) {
            r.r1 = giveBack();
        }

        @Actor
        public void transmit(III_Result r) {
            r.r2 = act(() -> {
                try {
                    FAULTY.transmit(packet);
                } catch (UnsupportedOperationException planted) {
                    return;
                }
                throw new AssertionError("taken by a device that throws");
            });
        }

        @Arbiter
        public void look(III_Result r) {
            r.r3 = isOwned();
        }
    }

    /** The owner hands the packet over. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "given back, and not handed over")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "handed over; the new owner has it")
    @Outcome(expect = FORBIDDEN, desc = "taken from its next owner, or lost")
    public static class GiveBackOrHandOver extends Lease {
        @Actor
        public void end(III_Result r) {
            r.r1 = giveBack();
        }

        @Actor
        public void handOver(III_Result r) {
            r.r2 = act(() -> {
                packet.handOver();
                use();
            });
        }

        @Arbiter
        public void look(III_Result r) {
            r.r3 = isOwned();
        }
    }

    /** The packet becomes the argument of a second coroutine, which begins at once. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "given back, and no second coroutine")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "the second coroutine owns it and keeps it")
    @Outcome(expect = FORBIDDEN, desc = "taken from its next owner, or lost")
    public static class GiveBackOrStart extends Lease {
        @Actor
        public void end(III_Result r) {
            r.r1 = giveBack();
        }

        @Actor
        public void start(III_Result r) {
            r.r2 = act(() -> {
                PacketBody second = _ -> use();
                carrier().resume(Coroutine.create(second, packet, Mobility.ROAMING));
            });
        }

        @Arbiter
        public void look(III_Result r) {
            r.r3 = isOwned();
        }
    }

    /** A coroutine that waits with its packet. */
    abstract static class Waiting extends Lease {
        private final Coroutine handle;

        Waiting() {
            PacketBody body = _ -> Coroutine.await(_ -> true);
            handle = Coroutine.create(body, packet, Mobility.ROAMING);
            carrier().poll();
            carrier().resume(handle);
        }

        /** Ends the coroutine as a close does; its end gives the packet back. */
        final void cancel() {
            pass();
            handle.cancel();
            carrier().resume(handle);
        }
    }

    /** As in {@link GiveBackOrRelease}, but a coroutine ends. */
    @JCStressTest
    @State
    @Outcome(id = {"0, 0", "1, 0"}, expect = ACCEPTABLE, desc = "home")
    @Outcome(expect = FORBIDDEN, desc = "lost")
    public static class CancelOrRelease extends Waiting {
        @Actor
        public void end() {
            cancel();
        }

        @Actor
        public void release(II_Result r) {
            r.r1 = act(packet::release);
        }

        @Arbiter
        public void look(II_Result r) {
            r.r2 = isOwned();
        }
    }

    /** As in {@link GiveBackOrTransmit}, but a coroutine ends. */
    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "given back, and not transmitted")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "transmitted; the peer owns it")
    @Outcome(expect = FORBIDDEN, desc = "taken from its next owner, or lost")
    public static class CancelOrTransmit extends Waiting {
        @Actor
        public void end() {
            cancel();
        }

        @Actor
        public void transmit(II_Result r) {
            r.r1 = act(() -> {
                if (PEER.transmit(packet)) {
                    use();
                }
            });
        }

        @Arbiter
        public void look(II_Result r) {
            r.r2 = isOwned();
        }
    }
}
