package io.creel.jmh.stash;

import io.creel.core.Coroutine;
import io.creel.jmh.Operations;
import io.creel.queues.MapStash;
import java.util.HashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures pop and push by a 64-bit key, keys in random order: an event has one of many keys, and the coroutine that
 * waits for it is taken out and waits for the next.
 */
public class KeyMapBenchmark {
    /** The baseline of every ratio. */
    public static final String BASELINE = "creel";

    private static final int EVENTS = 256;

    /** The keys and their order, the same for all peers. */
    @State(Scope.Thread)
    public static class Events {
        /** The number of keys, each with one waiting coroutine. */
        @Param({"1000", "1000000"})
        public int keys;

        private long random = 42;

        /** Returns the next key, never in the same order twice. */
        long next() {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            return key((random >>> 33) * keys >>> 31);
        }

        /** Returns an irregular key: how a weak hash treats regular keys is another question. */
        static long key(long number) {
            return number * 0x9E37_79B9_7F4A_7C15L;
        }
    }

    /** A map stash. */
    @State(Scope.Thread)
    public static class Creel {
        private final MapStash stash = new MapStash("stash");

        /** Fills it. */
        @Setup
        public void make(Events events) {
            Coroutine[] handles = Handles.of(events.keys);
            for (int i = 0; i < events.keys; i++) {
                stash.push(handles[i], Events.key(i));
            }
        }
    }

    /** A hash map. */
    @State(Scope.Thread)
    public static class Map {
        private final HashMap<Long, Coroutine> map = new HashMap<>();

        /** Fills it. */
        @Setup
        public void make(Events events) {
            Coroutine[] handles = Handles.of(events.keys);
            for (int i = 0; i < events.keys; i++) {
                map.put(Events.key(i), handles[i]);
            }
        }
    }

    /** Intrusive; several coroutines may wait for a key, and ownership is checked. */
    @Benchmark
    @Operations(EVENTS)
    public int creel(Creel state, Events events) {
        int sum = 0;
        for (int i = 0; i < EVENTS; i++) {
            long key = events.next();
            Coroutine handle = state.stash.pop(key);
            sum += Handles.touch(handle);
            state.stash.push(handle, key);
        }
        return sum;
    }

    /** One coroutine per key; a boxed key and an entry each time. */
    @Benchmark
    @Operations(EVENTS)
    public int hashMap(Map state, Events events) {
        int sum = 0;
        for (int i = 0; i < EVENTS; i++) {
            Long key = events.next();
            Coroutine handle = state.map.remove(key);
            sum += Handles.touch(handle);
            state.map.put(key, handle);
        }
        return sum;
    }
}
