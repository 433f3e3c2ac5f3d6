package io.creel.verifier.corpus;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.SuspensionCallback;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.queues.ListStash;
import io.creel.queues.OrderedStash;
import io.creel.queues.TimerStash;
import io.creel.schedulers.Worker;

/** Borrowed values that are used after their loan has ended. */
@SuppressWarnings("unused")
final class LoansThatEnded {
    private LoansThatEnded() {
    }

    @Rejected("CR007")
    static class PeekedThenPopped {
        long run(ListStash stash, Worker worker) {
            Coroutine next = stash.peek();
            if (next == null) {
                return 0;
            }
            Coroutine taken = stash.pop();
            long key = next.key();
            if (taken != null) {
                worker.resume(taken);
            }
            return key;
        }
    }

    @Accepted
    static class PeekedThenPoppedRepaired {
        long run(ListStash stash, Worker worker) {
            Coroutine next = stash.peek();
            if (next == null) {
                return 0;
            }
            long key = next.key();
            Coroutine taken = stash.pop();
            if (taken != null) {
                worker.resume(taken);
            }
            return key;
        }
    }

    @Rejected("CR007")
    static class MemberReadAfterTake {
        long run(Batch batch, Worker worker) {
            Coroutine first = batch.get(0);
            Coroutine taken = batch.take();
            long key = first.key();
            if (taken != null) {
                worker.resume(taken);
            }
            return key;
        }
    }

    @Accepted
    static class MemberReadAfterTakeRepaired {
        long run(Batch batch, Worker worker) {
            Coroutine first = batch.get(0);
            long key = first.key();
            Coroutine taken = batch.take();
            if (taken != null) {
                worker.resume(taken);
            }
            return key;
        }
    }

    @Rejected("CR007")
    static class PeekedAcrossASuspension {
        @Suspends
        long run(ListStash stash) {
            Coroutine next = stash.peek();
            if (next == null) {
                return 0;
            }
            Coroutine.sleep(1_000);
            return next.key();
        }
    }

    @Accepted
    static class PeekedAcrossASuspensionRepaired {
        @Suspends
        long run(ListStash stash) {
            Coroutine next = stash.peek();
            if (next == null) {
                return 0;
            }
            long key = next.key();
            Coroutine.sleep(1_000);
            return key;
        }
    }

    @Rejected("CR007")
    static class PacketUsedAfterItsCoroutineWasPushed {
        @Suspends
        void run(@Transfers @GivenBack Packet packet, Stash stash) {
            Coroutine.await(self -> {
                boolean in = stash.push(self);
                packet.port(1);
                return in;
            });
            packet.release();
        }
    }

    @Accepted
    static class PacketUsedAfterItsCoroutineWasPushedRepaired {
        @Suspends
        void run(@Transfers @GivenBack Packet packet, Stash stash) {
            Coroutine.await(self -> {
                packet.port(1);
                return stash.push(self);
            });
            packet.release();
        }
    }

    @Rejected("CR007")
    static class ArgumentReadAfterThePush {
        long bytes;

        final SuspensionCallback where(Stash stash) {
            return self -> {
                Packet packet = (Packet) self.argument();
                boolean in = stash.push(self);
                bytes += packet.lengthBytes();
                return in;
            };
        }
    }

    @Accepted
    static class ArgumentReadAfterThePushRepaired {
        long bytes;

        final SuspensionCallback where(Stash stash) {
            return self -> {
                Packet packet = (Packet) self.argument();
                bytes += packet.lengthBytes();
                return stash.push(self);
            };
        }
    }

    @Rejected("CR007")
    static class PeekedThenClosed {
        long run(ListStash stash, Worker worker) {
            Coroutine next = stash.peek();
            if (next == null) {
                return 0;
            }
            stash.close();
            return next.key();
        }
    }

    @Accepted
    static class PeekedThenClosedRepaired {
        long run(ListStash stash, Worker worker) {
            Coroutine next = stash.peek();
            if (next == null) {
                return 0;
            }
            long key = next.key();
            stash.close();
            return key;
        }
    }

    @Rejected("CR007")
    static class LowerBoundThenPush {
        long run(OrderedStash stash, Stash from) {
            Coroutine bound = stash.lowerBound(7);
            Coroutine handle = from.pop();
            if (bound == null || handle == null) {
                if (handle != null) {
                    handle.abandon();
                }
                return 0;
            }
            if (!stash.push(handle)) {
                handle.abandon();
            }
            return bound.key();
        }
    }

    @Accepted
    static class LowerBoundThenPushRepaired {
        long run(OrderedStash stash, Stash from) {
            Coroutine bound = stash.lowerBound(7);
            Coroutine handle = from.pop();
            if (bound == null || handle == null) {
                if (handle != null) {
                    handle.abandon();
                }
                return 0;
            }
            long key = bound.key();
            if (!stash.push(handle)) {
                handle.abandon();
            }
            return key;
        }
    }

    @Rejected("CR007")
    static class MemberReadAfterTheBatchRan {
        long run(Batch batch, Worker worker) {
            Coroutine first = batch.get(0);
            worker.resume(batch);
            return first.key();
        }
    }

    @Accepted
    static class MemberReadAfterTheBatchRanRepaired {
        long run(Batch batch, Worker worker) {
            Coroutine first = batch.get(0);
            long key = first.key();
            worker.resume(batch);
            return key;
        }
    }

    @Rejected("CR007")
    static class MemberReadAfterReleaseAll {
        int run(PacketBatch batch) {
            Packet first = batch.get(0);
            batch.releaseAll();
            return first.lengthBytes();
        }
    }

    @Accepted
    static class MemberReadAfterReleaseAllRepaired {
        int run(PacketBatch batch) {
            Packet first = batch.get(0);
            int length = first.lengthBytes();
            batch.releaseAll();
            return length;
        }
    }

    @Rejected("CR007")
    static class PeekedThenDrained {
        long run(ListStash stash, Worker worker) {
            Coroutine next = stash.peek();
            if (next == null) {
                return 0;
            }
            worker.resume(stash.drain(new Batch(8), 8));
            return next.key();
        }
    }

    @Accepted
    static class PeekedThenDrainedRepaired {
        long run(ListStash stash, Worker worker) {
            Coroutine next = stash.peek();
            if (next == null) {
                return 0;
            }
            long key = next.key();
            worker.resume(stash.drain(new Batch(8), 8));
            return key;
        }
    }

    @Rejected("CR007")
    static class FieldReadAcrossASuspension {
        Packet present;

        @Suspends
        int run(Stash stash) {
            Packet packet = present;
            Coroutine.await(stash);
            return packet.lengthBytes();
        }
    }

    @Accepted
    static class FieldReadAcrossASuspensionRepaired {
        Packet present;

        @Suspends
        int run(Stash stash) {
            Coroutine.await(stash);
            return present.lengthBytes();
        }
    }

    @Rejected("CR007")
    static class MemberReadAfterTheCarrierRan {
        long run(Carrier carrier, Batch batch) {
            Coroutine first = batch.get(0);
            carrier.resume(batch);
            return first.key();
        }
    }

    @Accepted
    static class MemberReadAfterTheCarrierRanRepaired {
        long run(Carrier carrier, Batch batch) {
            Coroutine first = batch.get(0);
            long key = first.key();
            carrier.resume(batch);
            return key;
        }
    }

    @Rejected("CR007")
    static class MemberReadAfterAnotherDrain {
        long run(Stash stash, Batch batch) {
            Coroutine first = batch.get(0);
            stash.drain(batch, 8);
            return first.key();
        }
    }

    @Accepted
    static class MemberReadAfterAnotherDrainRepaired {
        long run(Stash stash, Batch batch) {
            stash.drain(batch, 8);
            return batch.get(0).key();
        }
    }

    @Rejected("CR007")
    static class MemberReadAfterItsBatchRanUnderAnotherName {
        long run(Carrier carrier, Stash stash, Batch batch) {
            Batch same = stash.drain(batch, 8);
            Coroutine first = batch.get(0);
            carrier.resume(same);
            return first.key();
        }
    }

    @Accepted
    static class MemberReadAfterItsBatchRanUnderAnotherNameRepaired {
        long run(Carrier carrier, Stash stash, Batch batch) {
            Batch same = stash.drain(batch, 8);
            long key = batch.get(0).key();
            carrier.resume(same);
            return key;
        }
    }

    @Rejected("CR007")
    static class MemberReadAfterTimersWereDrained {
        long run(Carrier carrier, TimerStash timers, Batch batch, long nowNs) {
            Coroutine first = batch.get(0);
            Batch same = timers.drainDue(nowNs, batch, 8);
            return first.key() + same.size();
        }
    }

    @Accepted
    static class MemberReadAfterTimersWereDrainedRepaired {
        long run(TimerStash timers, Batch batch, long nowNs) {
            Batch same = timers.drainDue(nowNs, batch, 8);
            return batch.get(0).key() + same.size();
        }
    }

    @Rejected("CR007")
    static class DueMemberReadAfterItRan {
        long run(Carrier carrier, TimerStash timers, Batch batch, long nowNs) {
            Batch same = timers.drainDue(nowNs, batch, 8);
            Coroutine first = batch.get(0);
            carrier.resume(same);
            return first.key();
        }
    }

    @Accepted
    static class DueMemberReadAfterItRanRepaired {
        long run(Carrier carrier, TimerStash timers, Batch batch, long nowNs) {
            Batch same = timers.drainDue(nowNs, batch, 8);
            long key = batch.get(0).key();
            carrier.resume(same);
            return key;
        }
    }
}
