package io.creel.verifier.corpus;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Result;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.RxQueue;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;

/** Values that a borrower gives up. */
@SuppressWarnings("unused")
final class GivenUpByBorrowers {
    private GivenUpByBorrowers() {
    }

    @Rejected("CR006")
    static class ReleasesItsBorrowedArgument {
        void run(Packet packet) {
            packet.release();
        }
    }

    @Accepted
    static class ReleasesItsBorrowedArgumentRepaired {
        void run(@Transfers Packet packet) {
            packet.release();
        }
    }

    @Rejected("CR006")
    static class PushesAPeekedHandle {
        void run(ListStash from, Stash to) {
            Coroutine handle = from.peek();
            if (handle != null && !to.push(handle)) {
                handle.abandon();
            }
        }
    }

    @Accepted
    static class PushesAPeekedHandleRepaired {
        void run(ListStash from, Stash to) {
            Coroutine handle = from.pop();
            if (handle != null && !to.push(handle)) {
                handle.abandon();
            }
        }
    }

    @Rejected("CR006")
    static class ReleasesACapturedPacket {
        @Suspends
        void run(@Transfers @GivenBack Packet packet, Stash stash) {
            Coroutine.await(self -> {
                packet.release();
                return stash.push(self);
            });
            packet.release();
        }
    }

    @Accepted
    static class ReleasesACapturedPacketRepaired {
        @Suspends
        void run(@Transfers @GivenBack Packet packet, Stash stash) {
            Coroutine.await(self -> {
                return stash.push(self);
            });
            packet.release();
        }
    }

    @Rejected("CR006")
    static class TransmitsAMemberOfABatch {
        void run(PacketBatch batch) {
            batch.get(0).transmit();
        }
    }

    @Accepted
    static class TransmitsAMemberOfABatchRepaired {
        void run(PacketBatch batch) {
            int length = batch.get(0).lengthBytes();
        }
    }

    @Rejected("CR006")
    static class ReleasesAFieldWithoutAnOwner {
        Packet packet;

        void run() {
            packet.release();
        }
    }

    @Accepted
    static class ReleasesAFieldWithoutAnOwnerRepaired {
        @Owned
        Packet packet;

        void run() {
            packet.release();
            packet = null;
        }
    }

    @Rejected("CR006")
    static class ReturnsABorrowedHandleAsOwned {
        @Acquires(when = Result.NON_NULL)
        Coroutine run(ListStash stash) {
            return stash.peek();
        }
    }

    @Accepted
    static class ReturnsABorrowedHandleAsOwnedRepaired {
        @Acquires(when = Result.NON_NULL)
        Coroutine run(ListStash stash) {
            return stash.pop();
        }
    }

    @Rejected("CR006")
    static class PushesTheRunningCoroutine {
        void run(Stash stash) {
            if (!stash.push(Coroutine.current())) {
                stash.close();
            }
        }
    }

    @Accepted
    static class PushesTheRunningCoroutineRepaired {
        @Suspends
        void run(Stash stash) {
            Coroutine.await(self -> stash.push(self));
        }
    }

    @Rejected("CR006")
    static class ResumesAMemberOfABatch {
        void run(Batch batch, Worker worker) {
            worker.resume(batch.get(0));
        }
    }

    @Accepted
    static class ResumesAMemberOfABatchRepaired {
        void run(Batch batch, Worker worker) {
            Coroutine handle = batch.take();
            if (handle != null) {
                worker.resume(handle);
            }
        }
    }

    @Rejected("CR006")
    static class PushesWhatAFunctionLends {
        void run(Stash stash, Stash other) {
            stash.forEach(handle -> {
                if (!other.push(handle)) {
                    other.close();
                }
            });
        }
    }

    @Accepted
    static class PushesWhatAFunctionLendsRepaired {
        void run(Stash stash, Stash other) {
            stash.forEach(handle -> {
                long key = handle.key();
            });
        }
    }

    @Rejected("CR006")
    static class TransmitsAnElementOfAnArray {
        void run(Packet[] packets) {
            packets[0].transmit();
        }
    }

    @Accepted
    static class TransmitsAnElementOfAnArrayRepaired {
        int run(Packet[] packets) {
            return packets[0].lengthBytes();
        }
    }

    @Rejected("CR006")
    static class ReleasesWhatItsConsumerRefuses {
        void run(RxQueue queue) {
            queue.poll(32, packet -> {
                Packet same = packet;
                return false;
            });
        }
        void lent(Packet packet) {
            packet.transmit();
        }
    }

    @Accepted
    static class ReleasesWhatItsConsumerRefusesRepaired {
        void run(RxQueue queue) {
            queue.poll(32, packet -> {
                Packet same = packet;
                return false;
            });
        }
        void lent(@Transfers Packet packet) {
            packet.transmit();
        }
    }

    @Rejected("CR006")
    static class GivenAwayAndKept {
        @Owned
        private final Packet[] slots = new Packet[4];

        @Acquires
        Packet take(int at) {
            return slots[at];
        }
    }

    @Accepted
    static class GivenAwayAndKeptRepaired {
        @Owned
        private final Packet[] slots = new Packet[4];

        @Acquires
        Packet take(int at) {
            Packet packet = slots[at];
            slots[at] = null;
            return packet;
        }
    }
}
