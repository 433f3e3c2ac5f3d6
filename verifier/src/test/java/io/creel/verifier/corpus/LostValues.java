package io.creel.verifier.corpus;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Result;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.core.task.Scope;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketBody;
import io.creel.net.PacketPool;
import io.creel.net.RxQueue;
import io.creel.net.wire.DropReason;
import io.creel.schedulers.Worker;

/** Values that no code gives up: each is lost where the method returns. */
@SuppressWarnings("unused")
final class LostValues {
    private LostValues() {
    }

    @Rejected("CR001")
    static class PacketNeverReleased {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                packet.timestampNs(1);
            }
        }
    }

    @Accepted
    static class PacketNeverReleasedRepaired {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                packet.timestampNs(1);
                packet.release();
            }
        }
    }

    @Rejected("CR001")
    static class HandlePoppedAndForgotten {
        int run(Stash stash, Worker worker) {
            Coroutine handle = stash.pop();
            if (handle == null) {
                return 0;
            }
            return 1;
        }
    }

    @Accepted
    static class HandlePoppedAndForgottenRepaired {
        int run(Stash stash, Worker worker) {
            Coroutine handle = stash.pop();
            if (handle == null) {
                return 0;
            }
            worker.resume(handle);
            return 1;
        }
    }

    @Rejected("CR001")
    static class ReleasedOnOneBranchOnly {
        void run(PacketPool pool, boolean send) {
            Packet packet = pool.allocate();
            if (packet != null && send) {
                packet.transmit();
            }
        }
    }

    @Accepted
    static class ReleasedOnOneBranchOnlyRepaired {
        void run(PacketPool pool, boolean send) {
            Packet packet = pool.allocate();
            if (packet != null && send) {
                packet.transmit();
            } else if (packet != null) {
                packet.release();
            }
        }
    }

    @Rejected("CR001")
    static class EarlyReturnForgetsThePacket {
        int run(PacketPool pool, int length) {
            Packet packet = pool.allocate();
            if (packet == null) {
                return 0;
            }
            if (length > packet.capacityBytes()) {
                return -1;
            }
            packet.resize(length);
            packet.transmit();
            return length;
        }
    }

    @Accepted
    static class EarlyReturnForgetsThePacketRepaired {
        int run(PacketPool pool, int length) {
            Packet packet = pool.allocate();
            if (packet == null) {
                return 0;
            }
            if (length > packet.capacityBytes()) {
                packet.release();
                return -1;
            }
            packet.resize(length);
            packet.transmit();
            return length;
        }
    }

    @Rejected("CR001")
    static class RefusedHandleForgotten {
        int dropped;

        void run(Stash from, Stash to) {
            Coroutine handle = from.pop();
            if (handle != null && !to.push(handle)) {
                dropped++;
            }
        }
    }

    @Accepted
    static class RefusedHandleForgottenRepaired {
        int dropped;

        void run(Stash from, Stash to) {
            Coroutine handle = from.pop();
            if (handle != null && !to.push(handle)) {
                dropped++;
                handle.abandon();
            }
        }
    }

    @Rejected("CR001")
    static class ReturnedWithoutAcquires {
        Packet make(PacketPool pool) {
            return pool.allocate();
        }
    }

    @Accepted
    static class ReturnedWithoutAcquiresRepaired {
        @Acquires(when = Result.NON_NULL)
        Packet make(PacketPool pool) {
            return pool.allocate();
        }
    }

    @Rejected("CR001")
    static class ArgumentTakenOverAndForgotten {
        int bytes;

        void take(@Transfers Packet packet) {
            bytes += packet.lengthBytes();
        }
    }

    @Accepted
    static class ArgumentTakenOverAndForgottenRepaired {
        int bytes;

        void take(@Transfers Packet packet) {
            bytes += packet.lengthBytes();
            packet.release();
        }
    }

    @Rejected("CR001")
    static class SwitchForgetsACase {
        void run(@Transfers Packet packet, int kind) {
            switch (kind) {
                case 0 -> packet.release();
                case 1 -> packet.transmit();
                default -> {
                }
            }
        }
    }

    @Accepted
    static class SwitchForgetsACaseRepaired {
        void run(@Transfers Packet packet, int kind) {
            switch (kind) {
                case 0 -> packet.release();
                case 1 -> packet.transmit();
                default -> {
                    packet.release();
                }
            }
        }
    }

    @Rejected("CR001")
    static class VariableOverwritten {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            packet = pool.allocate();
            if (packet != null) {
                packet.release();
            }
        }
    }

    @Accepted
    static class VariableOverwrittenRepaired {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (packet != null) {
                packet.release();
            }
            packet = pool.allocate();
            if (packet != null) {
                packet.release();
            }
        }
    }

    @Rejected("CR001")
    static class ScopeNeverClosed {
        @Suspends
        void run() {
            Scope scope = Scope.open("lookup");
            scope.fork(() -> 1);
        }
    }

    @Accepted
    static class ScopeNeverClosedRepaired {
        @Suspends
        void run() {
            try (Scope scope = Scope.open("lookup")) {
                scope.fork(() -> 1);
            }
        }
    }

    @Rejected("CR001")
    static class BodyForgetsItsPacket {
        int bytes;
        final PacketBody body = packet -> {
            bytes += packet.lengthBytes();
        };
    }

    @Accepted
    static class BodyForgetsItsPacketRepaired {
        int bytes;
        final PacketBody body = packet -> {
            bytes += packet.lengthBytes();
            packet.transmit();
        };
    }

    @Rejected("CR001")
    static class TakenFromABatchAndForgotten {
        long run(Batch batch, Worker worker) {
            Coroutine handle = batch.take();
            long key = handle == null ? 0 : handle.key();
            return key;
        }
    }

    @Accepted
    static class TakenFromABatchAndForgottenRepaired {
        long run(Batch batch, Worker worker) {
            Coroutine handle = batch.take();
            long key = handle == null ? 0 : handle.key();
            if (handle != null) {
                worker.resume(handle);
            }
            return key;
        }
    }

    @Rejected("CR001")
    static class ReleasedOnlyIfParsed {
        final PacketBody body = packet -> {
            if (packet.parse() == DropReason.NONE) {
                packet.transmit();
            }
        };
    }

    @Accepted
    static class ReleasedOnlyIfParsedRepaired {
        final PacketBody body = packet -> {
            if (packet.parse() == DropReason.NONE) {
                packet.transmit();
            } else {
                packet.release();
            }
        };
    }

    @Rejected("CR001")
    static class BatchStillFilledAtTheEnd {
        int run(RxQueue queue) {
            PacketBatch batch = new PacketBatch(32);
            return queue.poll(batch, 32);
        }
    }

    @Accepted
    static class BatchStillFilledAtTheEndRepaired {
        int run(RxQueue queue) {
            PacketBatch batch = new PacketBatch(32);
            int polled = queue.poll(batch, 32);
            batch.releaseAll();
            return polled;
        }
    }

    @Rejected("CR001")
    static class LostBehindAChoice {
        void run(PacketPool pool, int a, int b) {
            Packet packet = pool.allocate();
            if (packet == null || isOne(a, b)) {
                return;
            }
            packet.release();
        }

        private static boolean isOne(int a, int b) {
            return a == 1 || b == 1;
        }
    }

    @Accepted
    static class LostBehindAChoiceRepaired {
        void run(PacketPool pool, int a, int b) {
            Packet packet = isOne(a, b) ? null : pool.allocate();
            if (packet == null) {
                return;
            }
            packet.release();
        }

        private static boolean isOne(int a, int b) {
            return a == 1 || b == 1;
        }
    }

    @Rejected("CR001")
    static class LostIfNothingElseIsFree {
        void run(PacketPool pool, @Transfers Packet first) {
            Packet second = pool.allocate();
            if (second == null) {
                return;
            }
            second.release();
            first.release();
        }
    }

    @Accepted
    static class LostIfNothingElseIsFreeRepaired {
        void run(PacketPool pool, @Transfers Packet first) {
            Packet second = pool.allocate();
            if (second != null) {
                second.release();
            }
            first.release();
        }
    }
}
