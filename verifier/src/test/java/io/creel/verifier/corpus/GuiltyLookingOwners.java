package io.creel.verifier.corpus;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.SuspensionCallback;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Result;
import io.creel.core.spec.Returns;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketBody;
import io.creel.net.PacketPool;
import io.creel.net.RxQueue;
import io.creel.net.wire.DropReason;
import io.creel.queues.Channel;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;

/** Programs that only look as if they lost or misused a value. */
@SuppressWarnings("unused")
final class GuiltyLookingOwners {
    private GuiltyLookingOwners() {
    }

    @Accepted
    static class FlagTellsWhetherItIsOwned {
        void run(PacketPool pool, boolean wanted) {
            Packet packet = null;
            boolean owned = false;
            if (wanted) {
                packet = pool.allocate();
                owned = packet != null;
            }
            if (owned) {
                packet.release();
            }
        }
    }

    @Accepted
    static class RefusalRememberedInAFlag {
        void run(Stash from, Stash to) {
            Coroutine handle = from.pop();
            if (handle == null) {
                return;
            }
            boolean in = false;
            try {
                in = to.push(handle);
            } finally {
                if (!in) {
                    handle.abandon();
                }
            }
        }
    }

    @Accepted
    static class NegatedFlag {
        void run(Stash from, Stash to) {
            Coroutine handle = from.pop();
            if (handle != null) {
                boolean refused = !to.push(handle);
                if (refused) {
                    handle.abandon();
                }
            }
        }
    }

    @Accepted
    static class SecondChance {
        void run(Stash from, Stash one, Stash two) {
            Coroutine handle = from.pop();
            if (handle != null && !(one.push(handle) || two.push(handle))) {
                handle.abandon();
            }
        }
    }

    @Accepted
    static class NullTestOfAnAlias {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            Packet same = packet;
            if (same != null) {
                packet.release();
            }
        }
    }

    @Accepted
    static class NullTestTheOtherWayRound {
        void run(PacketPool pool) {
            Packet packet = pool.allocate();
            if (null == packet) {
                return;
            }
            packet.release();
        }
    }

    @Accepted
    static class ChosenByAConditional {
        void run(PacketPool small, PacketPool large, boolean big) {
            Packet packet = big ? large.allocate() : small.allocate();
            if (packet != null) {
                packet.release();
            }
        }
    }

    @Accepted
    static class SecondPoolIfTheFirstIsEmpty {
        void run(PacketPool one, PacketPool two) {
            Packet packet = one.allocate();
            if (packet == null) {
                packet = two.allocate();
            }
            if (packet != null) {
                packet.transmit();
            }
        }
    }

    @Accepted
    static class SwappedVariables {
        void run(@Transfers Packet a, @Transfers Packet b) {
            Packet c = a;
            a = b;
            b = c;
            a.release();
            b.transmit();
        }
    }

    @Accepted
    static class PreviousAndPresent {
        void run(Stash stash, Worker worker) {
            Coroutine previous = null;
            Coroutine present = stash.pop();
            while (present != null) {
                if (previous != null) {
                    worker.resume(previous);
                }
                previous = present;
                present = stash.pop();
            }
            if (previous != null) {
                worker.resume(previous);
            }
        }
    }

    @Accepted
    static class ReturnsFromTheMiddleOfALoop {
        @Acquires(when = Result.NON_NULL)
        Packet run(PacketPool[] pools) {
            for (PacketPool pool : pools) {
                Packet packet = pool.allocate();
                if (packet != null) {
                    return packet;
                }
            }
            return null;
        }
    }

    @Accepted
    static class ReturnsItsArgument {
        @Returns("packet")
        Packet run(Packet packet, int port) {
            packet.port(port);
            return packet;
        }
        void use(@Transfers Packet packet) {
            run(packet, 1).release();
        }
    }

    @Accepted
    static class TakesOverAndReturns {
        @Acquires(when = Result.NON_NULL)
        Packet run(@Transfers Packet packet, int least) {
            if (packet.lengthBytes() < least) {
                packet.release();
                return null;
            }
            return packet;
        }
    }

    @Accepted
    static class ReleasedInEachCase {
        void run(@Transfers Packet packet, int kind) {
            switch (kind) {
                case 0, 1 -> packet.release();
                case 2 -> {
                    packet.port(2);
                    packet.transmit();
                }
                default -> packet.release();
            }
        }
    }

    @Accepted
    static class ReleasedInAFinallyWithReturns {
        int run(PacketPool pool, int need) {
            Packet packet = pool.allocate();
            if (packet == null) {
                return 0;
            }
            try {
                if (need > packet.capacityBytes()) {
                    return -1;
                }
                return need;
            } finally {
                packet.release();
            }
        }
    }

    @Accepted
    static class ThrowsAfterItReleased {
        void run(PacketPool pool, int need) {
            Packet packet = pool.allocate();
            if (packet != null) {
                int room = packet.capacityBytes();
                packet.release();
                if (need > room) {
                    throw new IllegalArgumentException("too long");
                }
            }
        }
    }

    @Accepted
    static class CatchesReleasesAndThrowsOn {
        @Suspends
        void run(PacketPool pool, Stash stash) {
            Packet packet = pool.allocate();
            if (packet == null) {
                return;
            }
            try {
                Coroutine.await(stash);
            } catch (RuntimeException | Error ended) {
                packet.release();
                throw ended;
            }
            packet.transmit();
        }
    }

    @Accepted
    static class BodyThatSuspendsWithItsPacket {
        final PacketBody body(Stash stash) {
            return packet -> {
                Coroutine.await(stash);
                packet.transmit();
            };
        }
    }

    @Accepted
    static class BodyThatThrows {
        final PacketBody body = packet -> {
            if (packet.parse() != DropReason.NONE) {
                throw new IllegalStateException("bad packet");
            }
            packet.release();
        };
    }

    @Accepted
    static class ConsumerThatRefuses {
        int run(RxQueue queue, Worker worker, SuspensionCallback where, PacketBody body) {
            return queue.poll(32, packet -> packet.lengthBytes() > 0 && worker.start(where, body, packet));
        }
    }

    @Accepted
    static class DrainIntoABatchAndRun {
        int run(Stash stash, Batch batch, Worker worker) {
            return worker.resume(stash.drain(batch, 32));
        }
    }

    @Accepted
    static class PoppedIntoTheNextCallsArgument {
        void run(ListStash from, ListStash to) {
            for (Coroutine handle = from.pop(); handle != null; handle = from.pop()) {
                if (!to.pushFront(handle)) {
                    handle.abandon();
                }
            }
        }
    }

    @Accepted
    static class StringOfAPacket {
        String run(@Transfers Packet packet) {
            String text = "packet=" + packet + ", port=" + packet.port();
            packet.release();
            return text;
        }
    }

    @Accepted
    static class PatternOfAnArgument {
        final SuspensionCallback where(ListStash small, ListStash large) {
            return self -> self.argument() instanceof Packet packet && packet.lengthBytes() < 256
                    ? small.push(self)
                    : large.push(self);
        }
    }

    @Accepted
    static class NonShortCircuitAnd {
        void run(Stash from, Stash to, boolean open) {
            Coroutine handle = from.pop();
            if (handle != null) {
                boolean in = to.push(handle);
                if (!in & true) {
                    handle.abandon();
                }
            }
        }
    }

    @Accepted
    static class ReceivedAndSentOn {
        @Suspends
        void run(Channel<Packet> in, Channel<Packet> out) {
            Packet packet = in.receive();
            if (packet != null && !out.trySend(packet)) {
                packet.release();
            }
        }
    }

    @Accepted
    static class ThreeAcquiredOneByOne {
        void run(PacketPool pool) {
            Packet a = pool.allocate();
            if (a == null) {
                return;
            }
            Packet b = pool.allocate();
            if (b == null) {
                a.release();
                return;
            }
            a.transmit();
            b.transmit();
        }
    }

    @Accepted
    static class MovedOutOfAField {
        @Owned
        Packet held;

        @Acquires(when = Result.NON_NULL)
        Packet take() {
            Packet packet = held;
            held = null;
            return packet;
        }
    }

    @Accepted
    static class ReplacedInAField {
        @Owned
        Packet held;

        void replace(@Transfers Packet next) {
            Packet former = held;
            held = next;
            if (former != null) {
                former.release();
            }
        }
    }

    @Accepted
    static class KeptInAFieldUntilThereIsRoom {
        @Owned
        Coroutine undealt;

        boolean deal(Stash from, Stash to) {
            undealt = undealt == null ? from.pop() : undealt;
            if (undealt == null) {
                return false;
            }
            if (to.push(undealt)) {
                undealt = null;
                return true;
            }
            return false;
        }
    }

    @Accepted
    static class BatchOfPacketsReleased {
        int run(RxQueue queue) {
            PacketBatch batch = new PacketBatch(8);
            int polled = queue.poll(batch, 8);
            int bytes = 0;
            for (int i = 0; i < polled; i++) {
                bytes += batch.get(i).lengthBytes();
            }
            batch.releaseAll();
            return bytes;
        }
    }

    @Accepted
    static class EmptyBatchForgotten {
        int run(RxQueue queue) {
            PacketBatch batch = new PacketBatch(8);
            queue.poll(batch, 8);
            if (batch.isEmpty()) {
                return 0;
            }
            batch.releaseAll();
            return 1;
        }
    }

    @Accepted
    static class RingOfPackets {
        @Owned
        private final Packet[] ring = new Packet[8];
        private int head;
        private int count;

        boolean offer(@Transfers(when = Result.TRUE) Packet packet) {
            if (count == ring.length) {
                return false;
            }
            ring[(head + count++) % ring.length] = packet;
            return true;
        }

        @Acquires(when = Result.NON_NULL)
        Packet poll() {
            if (count == 0) {
                return null;
            }
            Packet first = ring[head];
            ring[head] = null;
            head = (head + 1) % ring.length;
            count--;
            return first;
        }

        void swap(int a, int b) {
            Packet moved = ring[a];
            ring[a] = ring[b];
            ring[b] = moved;
        }

        void close() {
            for (Packet packet = poll(); packet != null; packet = poll()) {
                packet.release();
            }
        }
    }

    @Accepted
    static class OwnedUnderAnyType {
        void run(Channel<Object> channel, Object signal) {
            for (Object next = channel.tryReceive(); next != null; next = channel.tryReceive()) {
                if (next != signal) {
                    take(next);
                }
            }
        }

        private void take(@Transfers Object next) {
            ((Packet) next).release();
        }
    }

    @Accepted
    static class LooksWhileItPolls {
        int bytes;

        void run(RxQueue queue, Packet sample) {
            queue.poll(8, packet -> {
                bytes += sample.lengthBytes();
                return false;
            });
        }
    }
}
