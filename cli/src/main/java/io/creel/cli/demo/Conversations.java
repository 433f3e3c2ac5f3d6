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
 * <b>What</b> a flow does. Each flow has a coroutine that waits in a map for the next packet of its flow, counts it,
 * and waits again. The coroutine of a packet transfers control to the coroutine of its flow, which transfers it back
 * (symmetric transfer, without a queue, a policy or another coroutine in between).
 *
 * <p>
 * One object per worker, used by its thread. Other threads may read the totals after the worker is closed. Allocates
 * once per flow.
 */
final class Conversations {
    /** Packets of further flows are forwarded, and counted under {@link NonConversation#TOO_MANY_FLOWS}. */
    static final int MAX_FLOWS = 1 << 16;

    private final FlowStash waiting;
    private final FlowKey key = new FlowKey();
    private final List<Conversation> all = new ArrayList<>();
    private final NonConversation.Totals others = new NonConversation.Totals();
    private final TransferCallback toFlow = this::enter;
    private final TransferCallback toPacket = this::leave;
    private Worker worker;

    // Passed from one side of a transfer to the other.
    private Packet arrived;
    private Coroutine flow;
    private Coroutine visitor;

    Conversations(String name, long seed) {
        waiting = new FlowStash(name, MAX_FLOWS, seed);
    }

    /** Sets the worker that packets come on from now on. */
    void serve(Worker serving) {
        worker = serving;
        waiting.takenBy(serving.carrier());
    }

    /** Lets the flow's coroutine count a parsed packet. Called in the packet's coroutine. */
    void visit(Packet packet) {
        NonConversation kind = NonConversation.of(packet);
        if (kind == null) {
            flow = waiting.pop(ConversationKey.fill(key, packet));
            if (flow != null || all.size() < MAX_FLOWS) {
                arrived = packet;
                Coroutine.transfer(toFlow);
                return;
            }
            kind = NonConversation.TOO_MANY_FLOWS;
        }
        others.count(kind, packet);
    }

    /** Resumes or begins the flow's coroutine after the packet's has suspended. */
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

    /** The body of a flow's coroutine. */
    private void live(Conversation conversation) {
        while (true) {
            conversation.count(arrived);
            Coroutine.transfer(toPacket);
        }
    }

    /** Stashes the flow's coroutine until its next packet, and resumes the packet's. */
    private Coroutine leave(Coroutine self) {
        if (!waiting.push(self, key)) {
            self.abandon(); // the next packet begins the flow anew
        }
        return visitor;
    }

    List<Conversation> all() {
        return all;
    }

    NonConversation.Totals others() {
        return others;
    }
}
