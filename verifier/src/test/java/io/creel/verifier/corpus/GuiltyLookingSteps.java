package io.creel.verifier.corpus;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.SuspensionCallback;
import io.creel.core.TransferCallback;
import io.creel.core.spec.Epoch;
import io.creel.core.spec.From;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unowned;
import io.creel.core.task.Scope;
import io.creel.core.task.Task;
import io.creel.ip.IpException;
import io.creel.ip.arp.ArpReceive;
import io.creel.ip.udp.UdpReceive;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.wire.DropReason;
import io.creel.queues.Channel;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerProgram;
import io.creel.verifier.corpus.Domain.Socket;
import io.creel.verifier.corpus.Domain.Steps;
import java.util.List;

/** Programs that only look as if they broke a step, a loan or a place. */
@SuppressWarnings("unused")
final class GuiltyLookingSteps {
    private GuiltyLookingSteps() {
    }

    @Accepted
    static class StepsAllTheWay {
        @Suspends
        void run(@From("RAW") @Transfers @GivenBack Packet packet, Steps steps) {
            if (packet.parse() != DropReason.NONE) {
                packet.release();
                return;
            }
            if (!steps.ip(packet)) {
                return;
            }
            Socket socket = steps.lookUp(packet);
            socket.lock.lock();
            try {
                steps.deliver(packet, socket);
            } finally {
                socket.lock.unlock();
            }
        }
    }

    @Accepted
    static class ResultOfTheParserKept {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            DropReason reason = packet.parse();
            if (reason == DropReason.NONE) {
                if (steps.ip(packet)) {
                    steps.finish(packet);
                }
            } else {
                packet.release();
            }
        }
    }

    @Accepted
    static class ParserInASwitchExpression {
        void run(@From("RAW") @Transfers Packet packet, Steps steps) {
            boolean good = switch (packet.parse()) {
                case NONE -> true;
                default -> false;
            };
            if (good && steps.ip(packet)) {
                steps.finish(packet);
            } else if (!good) {
                packet.release();
            }
        }
    }

    @Accepted
    static class PatternSwitch {
        void run(@From("RAW") @Transfers Packet packet, Object kind) {
            switch (kind) {
                case String text when text.isEmpty() -> packet.release();
                case Integer number -> packet.transmit();
                default -> packet.release();
            }
        }
    }

    @Accepted
    static class EitherOfTwoStates {
        void run(@From({"RAW", "PARSED"}) @Transfers Packet packet, Steps steps) {
            if (packet.parse() == DropReason.NONE) {
                if (steps.ip(packet)) {
                    steps.finish(packet);
                }
            } else {
                packet.release();
            }
        }
    }

    @Accepted
    static class SocketTiedToTheChosenPacket {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet a, @From("POST_IP") @Transfers @GivenBack Packet b,
                Steps steps, boolean first) {
            Packet chosen = first ? a : b;
            Packet other = first ? b : a;
            Socket socket = steps.lookUp(chosen);
            socket.lock.lock();
            try {
                steps.deliver(chosen, socket);
            } finally {
                socket.lock.unlock();
            }
            other.release();
        }
    }

    @Accepted
    static class EpochReadBeforeThePush {
        @Unowned
        Coroutine copy;
        @Epoch
        long epoch;

        SuspensionCallback where(Stash stash) {
            return self -> {
                copy = self;
                epoch = self.epoch();
                return stash.push(self);
            };
        }
        boolean late(Carrier carrier) {
            return carrier.resume(copy, epoch);
        }
    }

    @Accepted
    static class CancelsACopy {
        @Unowned
        Coroutine copy;

        void run(Stash from, Worker worker) {
            Coroutine handle = from.pop();
            if (handle != null) {
                copy = handle;
                worker.resume(handle);
            }
        }
        void end() {
            if (copy != null) {
                copy.cancel();
            }
        }
    }

    @Accepted
    static class PeeksAgainAfterAPop {
        long run(ListStash stash, Worker worker) {
            Coroutine next = stash.peek();
            long key = next == null ? 0 : next.key();
            Coroutine taken = stash.pop();
            if (taken != null) {
                worker.resume(taken);
            }
            next = stash.peek();
            return next == null ? key : next.key();
        }
    }

    @Accepted
    static class ReadsTheSizeBetweenPeekAndUse {
        long run(ListStash stash) {
            Coroutine next = stash.peek();
            int size = stash.size();
            return next == null ? size : next.key();
        }
    }

    @Accepted
    static class BorrowedArgumentAcrossASuspension {
        @Suspends
        int run(Packet packet, Stash stash) {
            Coroutine.await(stash);
            return packet.lengthBytes();
        }
    }

    @Accepted
    static class CapturesItsPacketInACallback {
        @Suspends
        void run(@Transfers @GivenBack Packet packet, ListStash small, ListStash large) {
            Coroutine.await(self -> (packet.lengthBytes() < 256 ? small : large).push(self));
            packet.transmit();
        }
    }

    @Accepted
    static class CapturesInANestedLambda {
        @Suspends
        void run(@Transfers @GivenBack Packet packet, Stash stash) {
            Coroutine.await(self -> {
                boolean even = packet.port() % 2 == 0;
                return even ? stash.push(self) : stash.push(self, 7);
            });
            packet.release();
        }
    }

    @Accepted
    static class TransfersToAnother {
        TransferCallback run(Stash stash) {
            return self -> stash.push(self) ? stash.pop() : self;
        }
    }

    @Accepted
    static class HandsBackTheSame {
        TransferCallback run(Stash stash) {
            return self -> stash.push(self) ? null : self;
        }
    }

    @Accepted
    static class PrivateHelperSuspends {
        final Body<String> body = this::serve;

        private void serve(String name) {
            pause();
        }
        private void pause() {
            Coroutine.checkpoint();
        }
    }

    @Accepted
    static class SuspendsInAComputation {
        @Suspends
        void run(Channel<String> channel) {
            try (Scope scope = Scope.open("s")) {
                Task<String> task = scope.fork(() -> channel.receive());
                scope.join();
                task.await();
            }
        }
    }

    @Accepted
    static class ReferenceToAMethodOfPackets {
        int run(List<Packet> packets) {
            return packets.stream().mapToInt(Packet::port).sum();
        }
    }

    @Accepted
    static class WorkerProgramInAHelper {
        int drain(Stash stash, Batch batch, Worker worker) {
            return worker.resume(stash.drain(batch, 8));
        }
        WorkerProgram run(Stash one, Stash two, Batch batch) {
            return worker -> drain(one, batch, worker) + drain(two, batch, worker);
        }
    }

    @Accepted
    static class OverrideAcceptsMore {
        static class Base {
            void look(@From("PARSED") Packet packet) {
                packet.port();
            }
        }
        static class Derived extends Base {
            @Override
            void look(@From({"RAW", "PARSED"}) Packet packet) {
                packet.port();
            }
        }
    }

    @Accepted
    static class ImplementsAStep {
        static class Impl implements PacketConsumer {
            int count;

            @Override
            public boolean accept(Packet packet) {
                if (++count % 2 == 0) {
                    return false;
                }
                packet.release();
                return true;
            }
        }
    }

    @Accepted
    static class OptionalOfAnElement {
        static class Node {
            Node next;
            Packet view;
        }

        int run(Node node) {
            int bytes = 0;
            for (Node each = node; each != null; each = each.next) {
                bytes += each.view == null ? 0 : each.view.lengthBytes();
            }
            return bytes;
        }
    }

    @Accepted
    static class ArpThatThrowsAfterTheRelease implements ArpReceive {
        @Override
        public void receive(Packet packet) {
            packet.release();
            throw new IpException(IpException.Reason.CLOSED, "gone");
        }
    }

    @Accepted
    static class DeliveryThatThrowsAfterTheRelease implements UdpReceive {
        @Override
        public void receive(Packet packet, UdpSocket socket) {
            packet.release();
            throw new IpException(IpException.Reason.CLOSED, "gone");
        }
    }

    @Accepted
    static class ConsumerThatThrowsAfterTheRelease implements PacketConsumer {
        @Override
        public boolean accept(Packet packet) {
            packet.release();
            throw new IpException(IpException.Reason.CLOSED, "gone");
        }
    }
}
