package io.creel.queues;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.creel.core.Coroutine;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A {@link SharedChannel} between two carriers. A receiver sees the writes before the send, no wake-up is lost, and an
 * item that a close meets is received or refused.
 */
final class ChannelRaces {
    private static final int NOTHING = -1;
    private static final int LOST = -2;

    private ChannelRaces() {
    }

    /** An item with a plain field, so that only the channel can order the accesses to it. */
    private static final class Item {
        private int written;
    }

    private static class Between {
        final Actors.Gate gate = new Actors.Gate();
        final MpscStash readySenders = new MpscStash("ready senders", 8);
        final MpscStash readyReceivers = new MpscStash("ready receivers", 8);
        final SharedChannel<Item> channel = channel("c");
        int sent = NOTHING;
        int received = NOTHING;

        final SharedChannel<Item> channel(String name) {
            return new SharedChannel<>(name, 2, 2, readySenders, readyReceivers);
        }

        static Item written() {
            Item item = new Item();
            item.written = 1;
            return item;
        }

        void send() {
            sent = channel.send(written()) ? 1 : 0;
        }

        void receive() {
            got(channel.receive());
        }

        /**
         * Records 1 if the item arrived and the write before the send is visible, 0 if no item will come any more, a
         * fault otherwise.
         */
        void got(Item item) {
            received = item == null ? 0 : item.written == 1 ? 1 : LOST;
        }

        /** Runs a body until it has sent its item. */
        int untilSent(Runnable body) {
            gate.pass();
            Actors.carrier().resume(Coroutine.create(Runnable::run, body));
            return Actors.resumeUntil(readySenders, () -> sent != NOTHING) == 0 ? LOST : sent;
        }

        /** Runs a body until it has received an item. */
        int untilReceived(Runnable body) {
            gate.pass();
            Actors.carrier().resume(Coroutine.create(Runnable::run, body));
            return Actors.resumeUntil(readyReceivers, () -> received != NOTHING) == 0 ? LOST : received;
        }
    }

    /** The receiver suspends while the item comes in. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "received; the write is visible")
    @Outcome(expect = FORBIDDEN, desc = "write not visible, or a lost wake-up")
    public static class SendAndReceive extends Between {
        @Actor
        public void sender() {
            untilSent(this::send);
        }

        @Actor
        public void receiver(I_Result r) {
            r.r1 = untilReceived(this::receive);
        }
    }

    /** The sender suspends while the receiver makes room. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "sent; all items were received")
    @Outcome(expect = FORBIDDEN, desc = "write not visible, or a lost wake-up")
    public static class FullSendAndReceive extends Between {
        /** Fills the channel. */
        public FullSendAndReceive() {
            channel.trySend(written());
            channel.trySend(written());
        }

        @Actor
        public void sender(II_Result r) {
            r.r1 = untilSent(this::send);
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = untilReceived(() -> {
                channel.receive();
                channel.receive();
                receive();
            });
        }
    }

    /** A select suspends in two channels while one of them gets an item. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "received; the write is visible")
    @Outcome(expect = FORBIDDEN, desc = "write not visible, or a lost wake-up")
    public static class SendAndSelect extends Between {
        private final Select<Item> select = Select.of(channel("other"), channel);

        @Actor
        public void sender() {
            untilSent(this::send);
        }

        @Actor
        public void receiver(I_Result r) {
            r.r1 = untilReceived(() -> got(select.receive()));
        }
    }

    /** A select that offers an item suspends while the receiver makes room. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "sent; all items were received")
    @Outcome(expect = FORBIDDEN, desc = "write not visible, or a lost wake-up")
    public static class SelectToSendAndReceive extends Between {
        private final Select<Item> select = Select.of(channel("other"));

        /** Fills the channel. */
        public SelectToSendAndReceive() {
            channel.trySend(written());
            channel.trySend(written());
            select.sending(channel).offer(written());
        }

        @Actor
        public void sender(II_Result r) {
            r.r1 = untilSent(() -> {
                select.receive();
                sent = select.index();
            });
        }

        @Actor
        public void receiver(II_Result r) {
            r.r2 = untilReceived(() -> {
                channel.receive();
                channel.receive();
                receive();
            });
        }
    }

    /** The result of a send that the close meets, and the items that are in the channel then. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "sent and received")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused; the channel is empty")
    @Outcome(expect = FORBIDDEN, desc = "refused but received, or lost")
    public static class SendOrClose extends Between {
        @Actor
        public void sender(II_Result r) {
            r.r1 = untilSent(this::send);
        }

        @Actor
        public void closer() {
            gate.pass();
            channel.close();
        }

        @Arbiter
        public void end(II_Result r) {
            r.r2 = channel.tryReceive() == null ? 0 : 1;
        }
    }

    /** The receiver suspends while the channel closes. */
    @JCStressTest
    @State
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "no item will come")
    @Outcome(expect = FORBIDDEN, desc = "the receiver waits for ever")
    public static class ReceiveOrClose extends Between {
        @Actor
        public void receiver(I_Result r) {
            r.r1 = untilReceived(this::receive);
        }

        @Actor
        public void closer() {
            gate.pass();
            channel.close();
        }
    }

    /** A send that the close meets is on its way in while the receiver drains. */
    @JCStressTest
    @State
    @Outcome(id = {"1, 1", "0, 0"}, expect = ACCEPTABLE, desc = "received, or refused")
    @Outcome(expect = FORBIDDEN, desc = "the receiver ended before the item came")
    public static class SendOrDrainedClose extends Between {
        @Actor
        public void sender(II_Result r) {
            r.r1 = untilSent(this::send);
        }

        @Actor
        public void receiver(II_Result r) {
            channel.close();
            r.r2 = untilReceived(this::receive);
        }
    }
}
