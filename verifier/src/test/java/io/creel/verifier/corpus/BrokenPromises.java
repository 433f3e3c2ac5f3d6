package io.creel.verifier.corpus;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.From;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Locks;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Result;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.To;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.RxQueue;
import io.creel.net.wire.DropReason;

/** Bodies that do not do what their annotations promise. */
@SuppressWarnings("unused")
final class BrokenPromises {
    private BrokenPromises() {
    }

    @Rejected("CR011")
    static class SaysItTookWhatItKept {
        boolean offer(@Transfers(when = Result.TRUE) Packet packet) {
            if (packet.lengthBytes() > 60) {
                return true;
            }
            return false;
        }
    }

    @Accepted
    static class SaysItTookWhatItKeptRepaired {
        boolean offer(@Transfers(when = Result.TRUE) Packet packet) {
            if (packet.lengthBytes() > 60) {
                packet.release();
                return true;
            }
            return false;
        }
    }

    @Rejected("CR011")
    static class SaysItRefusedWhatItReleased {
        boolean offer(@Transfers(when = Result.TRUE) Packet packet) {
            if (packet.lengthBytes() > 60) {
                packet.release();
                return false;
            }
            return false;
        }
    }

    @Accepted
    static class SaysItRefusedWhatItReleasedRepaired {
        boolean offer(@Transfers(when = Result.TRUE) Packet packet) {
            if (packet.lengthBytes() > 60) {
                packet.release();
                return true;
            }
            return false;
        }
    }

    @Rejected("CR011")
    static class ReturnsAnUnrelatedResult {
        boolean open;

        boolean offer(@Transfers(when = Result.TRUE) Packet packet) {
            packet.release();
            return open;
        }
    }

    @Accepted
    static class ReturnsAnUnrelatedResultRepaired {
        boolean open;

        boolean offer(@Transfers(when = Result.TRUE) Packet packet) {
            if (open) {
                packet.release();
                return true;
            }
            return false;
        }
    }

    @Rejected("CR011")
    static class LeavesAnotherState {
        @SuppressWarnings("unused")
        void forward(@From("RAW") @To("PARSED") Packet packet) {
            packet.advance(14);
        }
    }

    @Accepted
    static class LeavesAnotherStateRepaired {
        @SuppressWarnings("unused")
        void forward(@From("RAW") @To("PARSED") Packet packet) {
            if (packet.parse() != DropReason.NONE) {
                throw new IllegalStateException("bad");
            }
        }
    }

    @Rejected("CR011")
    static class PromisesALockAndTakesNone {
        final CoroutineLock lock = new CoroutineLock("lock");

        @Suspends
        @Locks("lock")
        void enter() {
            lock.isHeld();
        }
    }

    @Accepted
    static class PromisesALockAndTakesNoneRepaired {
        final CoroutineLock lock = new CoroutineLock("lock");

        @Suspends
        @Locks("lock")
        void enter() {
            lock.lock();
        }
    }

    @Rejected("CR011")
    static class CallbackSaysYesWithoutAPlace {
        @Suspends
        void run(Stash stash, boolean now) {
            Coroutine.await(self -> {
                if (now) {
                    return true;
                }
                return stash.push(self);
            });
        }
    }

    @Accepted
    static class CallbackSaysYesWithoutAPlaceRepaired {
        @Suspends
        void run(Stash stash, boolean now) {
            Coroutine.await(self -> {
                if (now) {
                    return false;
                }
                return stash.push(self);
            });
        }
    }

    @Rejected("CR011")
    static class CallbackSaysNoAfterThePush {
        @Suspends
        void run(Stash one) {
            Coroutine.await(self -> {
                boolean in = one.push(self);
                return !in;
            });
        }
    }

    @Accepted
    static class CallbackSaysNoAfterThePushRepaired {
        @Suspends
        void run(Stash one) {
            Coroutine.await(self -> {
                boolean in = one.push(self);
                return in;
            });
        }
    }

    @Rejected("CR011")
    static class ThrowsAfterItTookTheValue {
        void take(@Transfers Packet packet, int length) {
            if (length < 0) {
                packet.release();
                throw new IllegalArgumentException("negative");
            }
            packet.release();
        }
    }

    @Accepted
    static class ThrowsAfterItTookTheValueRepaired {
        void take(@Transfers Packet packet, int length) {
            if (length < 0) {
                throw new IllegalArgumentException("negative");
            }
            packet.release();
        }
    }

    @Rejected("CR011")
    static class PromisesAStateForTheWrongResult {
        boolean check(@From("RAW") @To(value = "PARSED", when = Result.TRUE) Packet packet) {
            return packet.parse() != DropReason.NONE;
        }
    }

    @Accepted
    static class PromisesAStateForTheWrongResultRepaired {
        boolean check(@From("RAW") @To(value = "PARSED", when = Result.TRUE) Packet packet) {
            return packet.parse() == DropReason.NONE;
        }
    }

    @Rejected("CR011")
    static class ConsumerSaysYesAndReleasesSome {
        void run(RxQueue queue) {
            queue.poll(32, packet -> {
                if (packet.lengthBytes() > 60) {
                    packet.release();
                }
                return true;
            });
        }
    }

    @Accepted
    static class ConsumerSaysYesAndReleasesSomeRepaired {
        void run(RxQueue queue) {
            queue.poll(32, packet -> {
                if (packet.lengthBytes() > 60) {
                    packet.release();
                    return true;
                }
                return false;
            });
        }
    }

    @Rejected("CR011")
    static class PromisesAValueAndReturnsNone {
        private PacketPool pool;

        @Acquires
        Packet next(boolean wanted) {
            return wanted ? pool.allocate() : null;
        }
    }

    @Accepted
    static class PromisesAValueAndReturnsNoneRepaired {
        private PacketPool pool;

        @Acquires(when = Result.NON_NULL)
        Packet next(boolean wanted) {
            return wanted ? pool.allocate() : null;
        }
    }

    @Rejected("CR011")
    static class KeepsWhatItRefuses {
        @Owned
        private Packet held;

        boolean offer(@Transfers(when = Result.TRUE) Packet packet) {
            if (held == null) {
                held = packet;
            }
            return false;
        }
    }

    @Accepted
    static class KeepsWhatItRefusesRepaired {
        @Owned
        private Packet held;

        boolean offer(@Transfers(when = Result.TRUE) Packet packet) {
            if (held == null) {
                held = packet;
                return true;
            }
            return false;
        }
    }

    @Rejected("CR011")
    static class KeptInAFieldWhenItThrows {
        @Owned
        private Packet held;

        void take(@Transfers @GivenBack Packet packet, int length) {
            if (held != null) {
                held.release();
                held = null;
            }
            held = packet;
            if (length < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    @Accepted
    static class KeptInAFieldWhenItThrowsRepaired {
        @Owned
        private Packet held;

        void take(@Transfers @GivenBack Packet packet, int length) {
            if (held != null) {
                held.release();
                held = null;
            }
            if (length < 0) {
                throw new IllegalArgumentException("negative");
            }
            held = packet;
        }
    }

    @Rejected("CR011")
    static class KeptInAFieldOfWhichTheCallerKnowsNothing {
        @Owned
        private Packet held;

        void take(@Transfers Packet packet, int length) {
            if (held != null) {
                held.release();
                held = null;
            }
            held = packet;
            if (length < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    @Accepted
    static class KeptInAFieldOfWhichTheCallerKnowsNothingRepaired {
        @Owned
        private Packet held;

        void take(@Transfers Packet packet, int length) {
            if (held != null) {
                held.release();
                held = null;
            }
            if (length < 0) {
                throw new IllegalArgumentException("negative");
            }
            held = packet;
        }
    }

    @Rejected("CR011")
    static class KeptInAFieldAcrossASuspension {
        @Owned
        private Packet held;

        @Suspends
        void take(@Transfers @GivenBack Packet packet) {
            if (held != null) {
                packet.release();
                return;
            }
            held = packet;
            Coroutine.sleep(1_000);
        }
    }

    @Accepted
    static class KeptInAFieldAcrossASuspensionRepaired {
        @Owned
        private Packet held;

        @Suspends
        void take(@Transfers @GivenBack Packet packet) {
            if (held != null) {
                packet.release();
                return;
            }
            Coroutine.sleep(1_000);
            if (held != null) {
                packet.release();
                return;
            }
            held = packet;
        }
    }
}
