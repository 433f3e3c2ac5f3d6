package io.creel.verifier.corpus;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.net.PacketBody;
import io.creel.net.PacketPool;
import io.creel.net.TxQueue;
import io.creel.schedulers.Worker;

/** Values that are given up twice. */
@SuppressWarnings("unused")
final class GivenUpTwice {
    private GivenUpTwice() {
    }

    @Rejected("CR005")
    static class ReleasedTwice {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                packet.release();
                packet.release();
            }
        }
    }

    @Accepted
    static class ReleasedTwiceRepaired {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                packet.release();
            }
        }
    }

    @Rejected("CR005")
    static class PushedIntoTwoStashes {
        void run(Stash from, Stash one, Stash two) {
            Coroutine handle = from.pop();
            if (handle != null) {
                if (!one.push(handle)) {
                    handle.abandon();
                } else if (!two.push(handle)) {
                    one.close();
                }
            }
        }
    }

    @Accepted
    static class PushedIntoTwoStashesRepaired {
        void run(Stash from, Stash one, Stash two) {
            Coroutine handle = from.pop();
            if (handle != null) {
                if (!one.push(handle) && !two.push(handle)) {
                    handle.abandon();
                }
            }
        }
    }

    @Rejected("CR005")
    static class TransmittedAndReleased {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                packet.transmit();
                packet.release();
            }
        }
    }

    @Accepted
    static class TransmittedAndReleasedRepaired {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                packet.transmit();
            }
        }
    }

    @Rejected("CR005")
    static class ResumedTwice {
        void run(Stash stash, Worker worker) {
            Coroutine handle = stash.pop();
            if (handle != null) {
                worker.resume(handle);
                worker.resume(handle);
            }
        }
    }

    @Accepted
    static class ResumedTwiceRepaired {
        void run(Stash stash, Worker worker) {
            Coroutine handle = stash.pop();
            if (handle != null) {
                worker.resume(handle);
            }
        }
    }

    @Rejected("CR005")
    static class ReleasedAgainInFinally {
        void run(@Transfers @GivenBack Packet packet) {
            try {
                packet.transmit();
            } finally {
                packet.release();
            }
        }
    }

    @Accepted
    static class ReleasedAgainInFinallyRepaired {
        void run(@Transfers @GivenBack Packet packet) {
            packet.transmit();
        }
    }

    @Rejected("CR005")
    static class ReleasedThroughAnAlias {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                Packet same = packet;
                packet.release();
                same.release();
            }
        }
    }

    @Accepted
    static class ReleasedThroughAnAliasRepaired {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                Packet same = packet;
                same.release();
            }
        }
    }

    @Rejected("CR005")
    static class ReleasedInEachRound {
        void run(@Transfers Packet packet, int rounds) {
            do {
                packet.release();
            } while (--rounds > 0);
        }
    }

    @Accepted
    static class ReleasedInEachRoundRepaired {
        void run(@Transfers Packet packet, int rounds) {
            packet.release();
        }
    }

    @Rejected("CR005")
    static class AbandonedAlthoughItWasPushed {
        void run(Stash from, Stash to) {
            Coroutine handle = from.pop();
            if (handle != null) {
                boolean in = to.push(handle);
                if (in) {
                    handle.abandon();
                } else {
                    handle.abandon();
                }
            }
        }
    }

    @Accepted
    static class AbandonedAlthoughItWasPushedRepaired {
        void run(Stash from, Stash to) {
            Coroutine handle = from.pop();
            if (handle != null) {
                boolean in = to.push(handle);
                if (!in) {
                    handle.abandon();
                }
            }
        }
    }

    @Rejected("CR005")
    static class StartedAndReleased {
        void run(PacketPool pool, Worker worker, PacketBody body) {
            Packet packet = pool.allocate();
            if (packet != null) {
                worker.start(body, packet);
                packet.release();
            }
        }
    }

    @Accepted
    static class StartedAndReleasedRepaired {
        void run(PacketPool pool, Worker worker, PacketBody body) {
            Packet packet = pool.allocate();
            if (packet != null) {
                worker.start(body, packet);
            }
        }
    }

    @Rejected("CR005")
    static class ReleasedAlthoughItWasSent {
        void run(@Transfers Packet packet, TxQueue queue) {
            if (queue.transmit(packet)) {
                packet.release();
            } else {
                packet.release();
            }
        }
    }

    @Accepted
    static class ReleasedAlthoughItWasSentRepaired {
        void run(@Transfers Packet packet, TxQueue queue) {
            boolean sent = queue.transmit(packet);
            if (!sent) {
                packet.release();
            }
        }
    }
}
