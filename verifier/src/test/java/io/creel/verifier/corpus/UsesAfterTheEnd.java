package io.creel.verifier.corpus;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Result;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unowned;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.schedulers.Worker;
import io.creel.verifier.corpus.Domain.Steps;

/** Uses of values that were given up. */
@SuppressWarnings("unused")
final class UsesAfterTheEnd {
    private UsesAfterTheEnd() {
    }

    @Rejected("CR004")
    static class PacketReadAfterRelease {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                packet.release();
                packet.timestampNs(0);
            }
        }
    }

    @Accepted
    static class PacketReadAfterReleaseRepaired {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                packet.timestampNs(0);
                packet.release();
            }
        }
    }

    @Rejected("CR004")
    static class LengthReadAfterTransmit {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                packet.transmit();
                int sent = packet.lengthBytes();
            }
        }
    }

    @Accepted
    static class LengthReadAfterTransmitRepaired {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                int sent = packet.lengthBytes();
                packet.transmit();
            }
        }
    }

    @Rejected("CR004")
    static class KeyReadAfterResume {
        void run(Stash stash, Worker worker) {
            Coroutine handle = stash.pop();
            if (handle != null) {
                worker.resume(handle);
                long key = handle.key();
            }
        }
    }

    @Accepted
    static class KeyReadAfterResumeRepaired {
        void run(Stash stash, Worker worker) {
            Coroutine handle = stash.pop();
            if (handle != null) {
                long key = handle.key();
                worker.resume(handle);
            }
        }
    }

    @Rejected("CR004")
    static class KeySetAfterPush {
        void run(Stash stash, Worker worker) {
            Coroutine handle = stash.pop();
            if (handle != null) {
                if (stash.push(handle)) {
                    handle.setKey(1);
                } else {
                    handle.abandon();
                }
            }
        }
    }

    @Accepted
    static class KeySetAfterPushRepaired {
        void run(Stash stash, Worker worker) {
            Coroutine handle = stash.pop();
            if (handle != null) {
                handle.setKey(1);
                if (!stash.push(handle)) {
                    handle.abandon();
                }
            }
        }
    }

    @Rejected("CR004")
    static class AliasUsedAfterRelease {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                Packet same = packet;
                packet.release();
                same.port(1);
            }
        }
    }

    @Accepted
    static class AliasUsedAfterReleaseRepaired {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                Packet same = packet;
                same.port(1);
                packet.release();
            }
        }
    }

    @Rejected("CR004")
    static class UsedInTheNextRound {
        void run(@Transfers Packet packet, int rounds) {
            for (int i = 0; i < rounds; i++) {
                packet.port(i);
                packet.release();
            }
        }
    }

    @Accepted
    static class UsedInTheNextRoundRepaired {
        void run(@Transfers Packet packet, int rounds) {
            for (int i = 0; i < rounds; i++) {
                packet.port(i);
            }
            packet.release();
        }
    }

    @Rejected("CR004")
    static class UsedInFinally {
        int length;

        void run(@Transfers @GivenBack Packet packet) {
            try {
                length = packet.lengthBytes();
            } finally {
                packet.release();
                length = packet.lengthBytes();
            }
        }
    }

    @Accepted
    static class UsedInFinallyRepaired {
        int length;

        void run(@Transfers @GivenBack Packet packet) {
            try {
                length = packet.lengthBytes();
            } finally {
                packet.release();
            }
        }
    }

    @Rejected("CR004")
    static class CapturedAfterRelease {
        @Suspends
        void run(@Transfers @GivenBack Packet packet, Stash one, Stash two) {
            packet.release();
            Coroutine.await(self -> (packet.port() == 0 ? one : two).push(self));
        }
    }

    @Accepted
    static class CapturedAfterReleaseRepaired {
        @Suspends
        void run(@Transfers @GivenBack Packet packet, Stash one, Stash two) {
            Coroutine.await(self -> (packet.port() == 0 ? one : two).push(self));
            packet.release();
        }
    }

    @Rejected("CR004")
    static class ReturnedAfterRelease {
        @Acquires(when = Result.NON_NULL)
        Packet run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null && packet.capacityBytes() < 60) {
                packet.release();
            }
            return packet;
        }
    }

    @Accepted
    static class ReturnedAfterReleaseRepaired {
        @Acquires(when = Result.NON_NULL)
        Packet run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null && packet.capacityBytes() < 60) {
                packet.release();
                return null;
            }
            return packet;
        }
    }

    @Rejected("CR004")
    static class DanglingCopyRead {
        @Unowned
        Coroutine waiter;

        long run() {
            return waiter.key();
        }
    }

    @Accepted
    static class DanglingCopyReadRepaired {
        @Unowned
        Coroutine waiter;

        boolean run() {
            return waiter.cancel();
        }
    }

    @Rejected("CR004")
    static class ReleasedThenPassedToAStep {
        void run(PacketPool pool, Steps steps) {
            Packet packet = pool.allocate();
            if (packet != null) {
                packet.release();
                steps.look(packet);
            }
        }
    }

    @Accepted
    static class ReleasedThenPassedToAStepRepaired {
        void run(PacketPool pool, Steps steps) {
            Packet packet = pool.allocate();
            if (packet != null) {
                steps.look(packet);
                packet.release();
            }
        }
    }
}
