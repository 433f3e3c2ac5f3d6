package io.creel.cli.demo;

import io.creel.cli.Accepted;
import io.creel.core.Coroutine;
import io.creel.core.TransferCallback;
import io.creel.net.Packet;
import io.creel.queues.FlowKey;
import io.creel.queues.FlowStash;
import io.creel.schedulers.Worker;
import java.util.ArrayList;
import java.util.List;

/**
 * <b>What</b> a flow does: one coroutine each, which waits in a map for the next packet of its flow, counts it, and waits
 * again. The coroutine of a packet visits the coroutine of its flow: it steps aside, the flow runs in its place and hands
 * control back (symmetric transfer; no queue, no policy, no other coroutine in between).
 *
 * <p>
 * One object per worker, used by its thread; the totals may be read by others once the worker is closed. Allocates once per
 * flow.
 */
final class Conversations {
    /** Packets of further flows are passed on, but counted under {@link Unconversed#TOO_MANY_FLOWS}. */
    static final int MAX_FLOWS = 1 << 16;

    private final FlowStash waiting;
    private final FlowKey key = new FlowKey();
    private final List<Conversation> all = new ArrayList<>();
    private final Unconversed.Totals others = new Unconversed.Totals();
    private final TransferCallback toFlow = this::enter;
    private final TransferCallback toPacket = this::leave;
    private Worker worker;

    // From one side of a visit to the other.
    private Packet arrived;
    private Coroutine flow;
    private Coroutine visitor;

    Conversations(String name, long seed) {
        waiting = new FlowStash(name, MAX_FLOWS, seed);
    }

    /** Tells on whose worker packets come from now on. */
    void serve(Worker serving) {
        worker = serving;
        waiting.takenBy(serving.carrier());
    }

    /** Lets the flow of a parsed packet count it. Called in the packet's coroutine. */
    void visit(Packet packet) {
        Unconversed kind = Unconversed.of(packet);
        if (kind == null) {
            flow = waiting.pop(ConversationKey.fill(key, packet));
            if (flow != null || all.size() < MAX_FLOWS) {
                arrived = packet;
                Coroutine.transfer(toFlow);
                return;
            }
            kind = Unconversed.TOO_MANY_FLOWS;
        }
        others.count(kind, packet);
    }

    /** The packet's coroutine has stepped aside; its flow's goes on, or begins. */
    private Coroutine enter(Coroutine packet) {
        visitor = packet;
        if (flow == null) {
            Conversation fresh = new Conversation(arrived.flow());
            all.add(fresh);
            Accepted.require(worker.start(self -> {
                flow = self;
                return true;
            }, this::live, fresh));
        }
        return flow;
    }

    /** The whole life of a flow. */
    private void live(Conversation conversation) {
        while (true) {
            conversation.count(arrived);
            Coroutine.transfer(toPacket);
        }
    }

    /** The flow's coroutine waits for its next packet; the visitor goes on. */
    private Coroutine leave(Coroutine self) {
        if (!waiting.push(self, key)) {
            self.abandon(); // the next packet begins the flow anew
        }
        return visitor;
    }

    List<Conversation> all() {
        return all;
    }

    Unconversed.Totals others() {
        return others;
    }
}
