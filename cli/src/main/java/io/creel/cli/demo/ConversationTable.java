package io.creel.cli.demo;

import io.creel.net.wire.FlowTuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The conversations of one pass of the capture, the largest first.
 *
 * @param nonConversations
 *            counts of packets outside any conversation, by kind
 */
record ConversationTable(List<Flow> flows, Map<NonConversation, Count> nonConversations) {
    private static final Comparator<Flow> ORDER = Comparator.comparingLong(Flow::bytes).reversed()
            .thenComparing(flow -> flow.tuple().toString());

    /** Both directions of a conversation; the source of the tuple sent first. */
    record Flow(FlowTuple tuple, long packets, long bytes) {
    }

    record Count(long packets, long bytes) {
    }

    /**
     * Adds the counts of all workers over several passes of one capture.
     *
     * @throws LostPacketsException
     *             if the passes cannot all have counted the same
     */
    static ConversationTable of(List<Conversations> workers, int passes) throws LostPacketsException {
        List<Flow> flows = new ArrayList<>();
        NonConversation.Totals sum = new NonConversation.Totals();
        for (Conversations worker : workers) {
            for (Conversation each : worker.all()) {
                flows.add(new Flow(each.tuple(), share(each.packets(), passes), share(each.bytes(), passes)));
            }
            for (NonConversation kind : NonConversation.values()) {
                sum.add(kind, worker.others().packets(kind), worker.others().bytes(kind));
            }
        }
        flows.sort(ORDER);
        Map<NonConversation, Count> nonConversations = new EnumMap<>(NonConversation.class);
        for (NonConversation kind : NonConversation.values()) {
            if (sum.packets(kind) > 0) {
                nonConversations.put(kind, new Count(share(sum.packets(kind), passes), share(sum.bytes(kind), passes)));
            }
        }
        return new ConversationTable(flows, nonConversations);
    }

    private static long share(long total, int passes) throws LostPacketsException {
        if (total % passes != 0) {
            throw new LostPacketsException("a flow was not counted the same in every pass: total=" + total + ", passes="
                    + passes);
        }
        return total / passes;
    }

    long packets() {
        return flows.stream().mapToLong(Flow::packets).sum();
    }
}
