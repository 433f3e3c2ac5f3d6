package io.creel.jmh.stash;

import io.creel.core.Coroutine;
import io.creel.jmh.Operations;
import io.creel.queues.FlowKey;
import io.creel.queues.FlowStash;
import io.creel.queues.ListStash;
import java.util.Arrays;
import java.util.HashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures pop and push by 5-tuple, flows in random order: a packet arrives for one of many flows, and the coroutine
 * that waits for it is taken out and waits for the next.
 */
public class FlowMapBenchmark {
    /** The baseline of every ratio. */
    public static final String BASELINE = "creel";

    private static final int PACKETS = 256;
    private static final int BURST = 32;

    /** The flows and the order of their packets, the same for all peers. */
    @State(Scope.Thread)
    public static class Packets {
        /** The number of flows, each with one waiting coroutine. */
        @Param({"1000000"})
        public int flows;

        private long random = 42;

        /**
         * Returns the next flow, never in the same order twice: a map that makes new entries would otherwise find them
         * in memory in the order of the search.
         */
        int next() {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            return (int) ((random >>> 33) * flows >>> 31);
        }
    }

    /** Returns the source of a flow's packets; the protocol is 6. */
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
        private final FlowKey[] burst = new FlowKey[BURST];
        private final ListStash one = new ListStash("one");
        private Coroutine[] unstashed;

        /** Fills it. */
        @Setup
        public void make(Packets packets) {
            Arrays.setAll(burst, i -> new FlowKey());
            unstashed = Handles.of(packets.flows);
            Coroutine[] handles = Handles.of(packets.flows);
            for (int flow = 0; flow < packets.flows; flow++) {
                stash.push(handles[flow], key(flow));
            }
        }

        FlowKey key(int flow) {
            return fill(scratch, flow);
        }

        FlowKey fill(FlowKey key, int flow) {
            return key.ipv4(source(flow), port(flow), 0xC0A8_0001, 443, 6);
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
        private final Key[] burst = new Key[BURST];

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

    /** Looks up by a scratch key that is filled for each packet. */
    @Benchmark
    @Operations(PACKETS)
    public int creel(Creel state, Packets packets) {
        int sum = 0;
        for (int i = 0; i < PACKETS; i++) {
            FlowKey key = state.key(packets.next());
            Coroutine handle = state.stash.pop(key);
            sum += Handles.touch(handle);
            state.stash.push(handle, key);
        }
        return sum;
    }

    /** No map: reads the handle from an array, pushes it into a list of one, and pops it. */
    @Benchmark
    @Operations(PACKETS)
    public int noMap(Creel state, Packets packets) {
        int sum = 0;
        for (int i = 0; i < PACKETS; i++) {
            Coroutine handle = state.unstashed[packets.next()];
            sum += Handles.touch(handle);
            state.one.push(handle);
            state.one.pop();
        }
        return sum;
    }

    /** As the first, in bursts of 32 whose keys are known before the first is looked up. */
    @Benchmark
    @Operations(PACKETS)
    public int creelInBursts(Creel state, Packets packets) {
        int sum = 0;
        for (int i = 0; i < PACKETS; i += BURST) {
            for (FlowKey key : state.burst) {
                state.fill(key, packets.next());
            }
            state.stash.prefetch(state.burst, BURST);
            for (FlowKey key : state.burst) {
                Coroutine handle = state.stash.pop(key);
                sum += Handles.touch(handle);
                state.stash.push(handle, key);
            }
        }
        return sum;
    }

    /** A key object and an entry per packet, which the map keeps. */
    @Benchmark
    @Operations(PACKETS)
    public int hashMap(Map state, Packets packets) {
        int sum = 0;
        for (int i = 0; i < PACKETS; i++) {
            Map.Key key = state.key(packets.next());
            Coroutine handle = state.map.remove(key);
            sum += Handles.touch(handle);
            state.map.put(key, handle);
        }
        return sum;
    }

    /** A hash map of owned handles: each put claims by a compare-and-set, because two threads may try. */
    @State(Scope.Thread)
    public static class OwnedMap {
        private record Owned(Coroutine handle, Claim claim) {
        }

        private final HashMap<Map.Key, Owned> map = new HashMap<>();

        /** Fills it. */
        @Setup
        public void make(Packets packets) {
            Coroutine[] handles = Handles.of(packets.flows);
            for (int flow = 0; flow < packets.flows; flow++) {
                map.put(key(flow), new Owned(handles[flow], new Claim()));
            }
        }

        Map.Key key(int flow) {
            return new Map.Key(source(flow), port(flow), 0xC0A8_0001, 443, 6);
        }
    }

    /** The hash map with a claim per put. */
    @Benchmark
    @Operations(PACKETS)
    public int hashMapWithClaim(OwnedMap state, Packets packets) {
        int sum = 0;
        for (int i = 0; i < PACKETS; i++) {
            Map.Key key = state.key(packets.next());
            OwnedMap.Owned owned = state.map.remove(key);
            owned.claim.release();
            sum += Handles.touch(owned.handle);
            owned.claim.take();
            state.map.put(key, owned);
        }
        return sum;
    }

    /** The same in bursts: all are looked up before the first is taken out. */
    @Benchmark
    @Operations(PACKETS)
    public int hashMapInBursts(Map state, Packets packets) {
        int sum = 0;
        for (int i = 0; i < PACKETS; i += BURST) {
            for (int j = 0; j < BURST; j++) {
                Map.Key key = state.key(packets.next());
                state.burst[j] = key;
                sum += Handles.touch(state.map.get(key));
            }
            for (Map.Key key : state.burst) {
                Coroutine handle = state.map.remove(key);
                sum += Handles.touch(handle);
                state.map.put(key, handle);
            }
        }
        return sum;
    }
}
