package io.creel.jmh.stash;

import io.creel.core.Coroutine;
import io.creel.jmh.Operations;
import io.creel.queues.FlowKey;
import io.creel.queues.FlowStash;
import java.util.HashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A packet arrives for one of many flows, the coroutine that waits for it is taken out, and waits for the next: pop and push
 * by 5-tuple, flows in no order.
 */
public class FlowMapBenchmark {
    /** What everybody is compared with. */
    public static final String BASELINE = "creel";

    private static final int PACKETS = 256;

    /** How many flows, and whose packet is next; the same for all peers. */
    @State(Scope.Thread)
    public static class Packets {
        /** Each with one that waits. */
        @Param({"1000000"})
        public int flows;

        private int[] order;
        private int next;

        /** Shuffles. */
        @Setup
        public void make() {
            order = java.util.Arrays.stream(Handles.shuffled(flows)).mapToInt(Integer::intValue).toArray();
        }

        int next() {
            next = next + 1 == order.length ? 0 : next + 1;
            return order[next];
        }
    }

    /** What a flow's packets hold, besides protocol 6. */
    private static int source(int flow) {
        return 0x0A00_0000 | flow >>> 4;
    }

    private static int port(int flow) {
        return 1024 + (flow & 15);
    }

    /** A flow stash. */
    @State(Scope.Thread)
    public static class Creel {
        private final FlowStash stash = new FlowStash("stash", 1 << 20, 42);
        private final FlowKey scratch = new FlowKey();

        /** Fills it. */
        @Setup
        public void make(Packets packets) {
            Coroutine[] handles = Handles.of(packets.flows);
            for (int flow = 0; flow < packets.flows; flow++) {
                stash.push(handles[flow], key(flow));
            }
        }

        FlowKey key(int flow) {
            return scratch.ipv4(source(flow), port(flow), 0xC0A8_0001, 443, 6);
        }
    }

    /** A hash map. */
    @State(Scope.Thread)
    public static class Map {
        private record Key(int source, int sourcePort, int destination, int destinationPort, int protocol) {
            @Override
            public int hashCode() {
                int hash = source * 31 + destination;
                hash = hash * 31 + (sourcePort << 16 | destinationPort);
                return (hash * 31 + protocol) * 0x9E37_79B9;
            }
        }

        private final HashMap<Key, Coroutine> map = new HashMap<>();

        /** Fills it. */
        @Setup
        public void make(Packets packets) {
            Coroutine[] handles = Handles.of(packets.flows);
            for (int flow = 0; flow < packets.flows; flow++) {
                map.put(key(flow), handles[flow]);
            }
        }

        Key key(int flow) {
            return new Key(source(flow), port(flow), 0xC0A8_0001, 443, 6);
        }
    }

    /** A scratch key that is filled anew for each packet. */
    @Benchmark
    @Operations(PACKETS)
    public int creel(Creel state, Packets packets) {
        for (int i = 0; i < PACKETS; i++) {
            FlowKey key = state.key(packets.next());
            state.stash.push(state.stash.pop(key), key);
        }
        return state.stash.size();
    }

    /** A key object for each packet, which the map keeps; its entry is made anew. */
    @Benchmark
    @Operations(PACKETS)
    public int hashMap(Map state, Packets packets) {
        for (int i = 0; i < PACKETS; i++) {
            Map.Key key = state.key(packets.next());
            state.map.put(key, state.map.remove(key));
        }
        return state.map.size();
    }
}
