package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeededFlowHashTest {
    private static final long LOW = 0xFFFF_FFFFL;

    /**
     * Fills two keys that differ and have the same hash; this needs the seed. Each of the two addresses has an upper
     * half that makes the lower half of its product zero, so their lower halves can compensate for each other.
     */
    static void makeTwins(FlowKey first, FlowKey twin, SeededFlowHash hash) {
        long high = -hash.multiplier(1) & LOW;
        long low = -hash.multiplier(3) & LOW;
        long factor = hash.multiplier(1) + high >>> 32;
        long odd = hash.multiplier(3) + low >>> 32;
        assertEquals(1, odd & 1, "this seed needs other addresses");
        long inverse = odd;
        for (int i = 0; i < 5; i++) { // Newton iteration: each step doubles the number of correct bits
            inverse *= 2 - odd * inverse;
        }
        long back = -factor * inverse & LOW;
        first.ipv6(high << 32, low << 32, 1, 2, 3, 4, 6);
        twin.ipv6(high << 32 | 1, low << 32 | back, 1, 2, 3, 4, 6);
        assertEquals(hash.of(first), hash.of(twin));
    }

    /**
     * Returns pairs that a weak hash confuses: keys that differ in one bit, keys with swapped ends, and keys whose
     * differences cancel in a sum.
     */
    private static List<FlowKey[]> pairs() {
        return List.of(pair(1, 1, 2, 2, 6, 1, 1, 2, 2, 7), pair(1, 1, 2, 2, 6, 1, 1, 2, 3, 6),
                pair(1, 1, 2, 2, 6, 2, 2, 1, 1, 6), pair(1, 5, 2, 5, 6, 1, 6, 2, 4, 6),
                pair(1 << 31, 1, 2, 2, 6, 0, 1, 2, 2, 6), pair(10, 1, 20, 2, 6, 11, 1, 19, 2, 6));
    }

    private static FlowKey[] pair(int source, int port, int destination, int destinationPort, int protocol,
            int otherSource, int otherPort, int otherDestination, int otherDestinationPort, int otherProtocol) {
        return new FlowKey[]{new FlowKey().ipv4(source, port, destination, destinationPort, protocol),
                new FlowKey().ipv4(otherSource, otherPort, otherDestination, otherDestinationPort, otherProtocol)};
    }

    @Test
    void shouldShareABucketNoMoreOftenThanByChanceWhateverTheFlows() {
        int seeds = 1 << 16;
        for (FlowKey[] pair : pairs()) {
            int met = 0;
            for (int seed = 0; seed < seeds; seed++) {
                SeededFlowHash hash = new SeededFlowHash(seed);
                met += (hash.of(pair[0]) >>> 32 & 0xFF) == (hash.of(pair[1]) >>> 32 & 0xFF) ? 1 : 0;
            }
            assertTrue(met < 2 * seeds / 256, pair[0] + " and " + pair[1] + " met " + met + " times");
        }
    }

    @Test
    void shouldSpreadFlowsEvenlyWhenTheyAreNeighbours() {
        int flows = 1 << 16;
        int[] buckets = new int[flows];
        SeededFlowHash hash = new SeededFlowHash(42);
        FlowKey key = new FlowKey();
        for (int flow = 0; flow < flows; flow++) {
            key.ipv4(0x0A00_0000 | flow >>> 4, 1024 + (flow & 15), 0xC0A8_0001, 443, 6);
            buckets[(int) (hash.of(key) >>> 32) & flows - 1]++;
        }
        int empty = 0;
        int most = 0;
        for (int bucket : buckets) {
            empty += bucket == 0 ? 1 : 0;
            most = Math.max(most, bucket);
        }
        assertTrue(empty < flows / Math.E + flows / 50.0, "empty " + empty);
        assertTrue(most < 12, "most " + most);
    }
}
