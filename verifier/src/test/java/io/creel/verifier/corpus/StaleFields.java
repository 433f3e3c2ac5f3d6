package io.creel.verifier.corpus;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Suspends;
import io.creel.net.Packet;
import io.creel.net.PacketBody;
import io.creel.schedulers.Worker;

/** Fields that still refer to what was given up. */
@SuppressWarnings("unused")
final class StaleFields {
    private StaleFields() {
    }

    @Rejected("CR023")
    static class PushedFromAFieldAndKept {
        @Owned
        Coroutine held;

        void run(Stash stash) {
            if (held != null && stash.push(held)) {
                stash.size();
            }
        }
    }

    @Accepted
    static class PushedFromAFieldAndKeptRepaired {
        @Owned
        Coroutine held;

        void run(Stash stash) {
            if (held != null && stash.push(held)) {
                held = null;
            }
        }
    }

    @Rejected("CR023")
    static class ReleasedFromAField {
        @Owned
        Packet held;

        void close() {
            if (held != null) {
                held.release();
            }
        }
    }

    @Accepted
    static class ReleasedFromAFieldRepaired {
        @Owned
        Packet held;

        void close() {
            if (held != null) {
                held.release();
                held = null;
            }
        }
    }

    @Rejected("CR023")
    static class TransmittedFromAField {
        @Owned
        Packet held;

        void flush() {
            Packet packet = held;
            if (packet != null) {
                packet.transmit();
            }
        }
    }

    @Accepted
    static class TransmittedFromAFieldRepaired {
        @Owned
        Packet held;

        void flush() {
            Packet packet = held;
            held = null;
            if (packet != null) {
                packet.transmit();
            }
        }
    }

    @Rejected("CR023")
    static class ClearedOnOneBranchOnly {
        @Owned
        Packet held;

        void flush(boolean last) {
            if (held != null) {
                held.transmit();
                if (last) {
                    held = null;
                }
            }
        }
    }

    @Accepted
    static class ClearedOnOneBranchOnlyRepaired {
        @Owned
        Packet held;

        void flush(boolean last) {
            if (held != null) {
                held.transmit();
                held = null;
            }
        }
    }

    @Rejected("CR023")
    static class ClearedAfterTheSuspension {
        @Owned
        Packet held;

        @Suspends
        void flush(Stash stash) {
            if (held != null) {
                held.transmit();
                Coroutine.await(stash);
                held = null;
            }
        }
    }

    @Accepted
    static class ClearedAfterTheSuspensionRepaired {
        @Owned
        Packet held;

        @Suspends
        void flush(Stash stash) {
            if (held != null) {
                held.transmit();
                held = null;
                Coroutine.await(stash);
            }
        }
    }

    @Rejected("CR023")
    static class ReturnsBeforeItClears {
        @Owned
        Coroutine held;

        int run(Worker worker) {
            if (held == null) {
                return 0;
            }
            worker.resume(held);
            return 1;
        }
    }

    @Accepted
    static class ReturnsBeforeItClearsRepaired {
        @Owned
        Coroutine held;

        int run(Worker worker) {
            if (held == null) {
                return 0;
            }
            worker.resume(held);
            held = null;
            return 1;
        }
    }

    @Rejected("CR023")
    static class AbandonedFromAField {
        @Owned
        Coroutine held;

        void close() {
            if (held != null) {
                held.abandon();
            }
        }
    }

    @Accepted
    static class AbandonedFromAFieldRepaired {
        @Owned
        Coroutine held;

        void close() {
            if (held != null) {
                held.abandon();
                held = null;
            }
        }
    }

    @Rejected("CR023")
    static class StartedFromAField {
        @Owned
        Packet held;

        void run(Worker worker, PacketBody body) {
            if (held != null) {
                worker.start(body, held);
            }
        }
    }

    @Accepted
    static class StartedFromAFieldRepaired {
        @Owned
        Packet held;

        void run(Worker worker, PacketBody body) {
            if (held != null) {
                worker.start(body, held);
                held = null;
            }
        }
    }

    @Rejected("CR023")
    static class RefusedAndClearedTheWrongWay {
        @Owned
        Coroutine held;

        void run(Stash stash) {
            if (held != null && !stash.push(held)) {
                held.abandon();
                held = null;
            }
        }
    }

    @Accepted
    static class RefusedAndClearedTheWrongWayRepaired {
        @Owned
        Coroutine held;

        void run(Stash stash) {
            if (held != null) {
                if (!stash.push(held)) {
                    held.abandon();
                }
                held = null;
            }
        }
    }

    @Rejected("CR023")
    static class ReleasedInItsArray {
        @Owned
        private final Packet[] slots = new Packet[4];

        void drop(int at) {
            slots[at].release();
        }
    }

    @Accepted
    static class ReleasedInItsArrayRepaired {
        @Owned
        private final Packet[] slots = new Packet[4];

        void drop(int at) {
            slots[at].release();
            slots[at] = null;
        }
    }
}
