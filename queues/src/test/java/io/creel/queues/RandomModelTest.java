package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares every stash with a model of {@code java.util}: a million random operations each, ten million with
 * {@code -Dcreel.tests=long}. Each kind also has a faulty implementation that the comparison must reject.
 */
class RandomModelTest {
    private static final int OPERATIONS = TestLength.of(1_000_000, 10_000_000);
    private static final long SEED = 20260101;

    private static class TreeSubject implements OrderedModel.Subject {
        final OrderedStash tree;
        private final Batch batch = new Batch(8);

        TreeSubject(OrderedStash tree) {
            this.tree = tree;
        }

        @Override
        public void push(Coroutine handle, long key) {
            assertTrue(tree.push(handle, key));
        }

        @Override
        public Coroutine pop(long firstKey) {
            return tree.pop();
        }

        @Override
        public void remove(Coroutine handle) {
            assertTrue(tree.remove(handle));
        }

        @Override
        public void rekey(Coroutine handle, long key) {
            tree.rekey(handle, key);
        }

        @Override
        public List<Coroutine> popRange(long least, long most, int max, List<Coroutine> expected) {
            tree.popRange(least, most, batch, max);
            List<Coroutine> popped = new ArrayList<>();
            for (Coroutine handle = batch.take(); handle != null; handle = batch.take()) {
                popped.add(handle);
            }
            return popped;
        }

        @Override
        public Coroutine lowerBound(long key, Coroutine expected) {
            return tree.lowerBound(key);
        }

        @Override
        public long key(Random random) {
            // Many keys are equal, and some stand at the ends of the range.
            int kind = random.nextInt(50);
            return kind == 0 ? Long.MIN_VALUE : kind == 1 ? Long.MAX_VALUE : random.nextInt(400) - 200;
        }

        @Override
        public int size() {
            return tree.size();
        }

        @Override
        public void validate() {
            tree.validate();
        }
    }

    static Stream<OrderedStash> trees() {
        return Stream.of(new TreeStash("b+"), new RedBlackStash("red-black"));
    }

    @ParameterizedTest
    @MethodSource("trees")
    void shouldAgreeWithATreeMapWhenATreeIsUsedAtRandom(OrderedStash tree) {
        OrderedModel.compare(new TreeSubject(tree), SEED, OPERATIONS);
    }

    @ParameterizedTest
    @MethodSource("trees")
    void shouldFindAFaultWhenARekeyedHandleKeepsItsPlaceAmongEquals(OrderedStash tree) {
        TreeSubject faulty = new TreeSubject(tree) {
            @Override
            public void rekey(Coroutine handle, long key) {
                if (handle.key() != key) {
                    super.rekey(handle, key);
                }
            }
        };
        assertThrows(AssertionError.class, () -> OrderedModel.compare(faulty, SEED, OPERATIONS));
    }

    @ParameterizedTest
    @MethodSource("trees")
    void shouldFindAFaultWhenALowerBoundIsAnUpperBound(OrderedStash tree) {
        TreeSubject faulty = new TreeSubject(tree) {
            @Override
            public Coroutine lowerBound(long key, Coroutine expected) {
                return tree.upperBound(key);
            }
        };
        assertThrows(AssertionError.class, () -> OrderedModel.compare(faulty, SEED, OPERATIONS));
    }

    private static class BucketSubject implements OrderedModel.Subject {
        private final BucketStash buckets = new BucketStash("buckets", 500);

        @Override
        public void push(Coroutine handle, long key) {
            assertTrue(buckets.push(handle, (int) key));
        }

        @Override
        public Coroutine pop(long firstKey) {
            return buckets.pop();
        }

        @Override
        public void remove(Coroutine handle) {
            assertTrue(buckets.remove(handle));
        }

        @Override
        public long key(Random random) {
            return random.nextInt(500);
        }

        @Override
        public int size() {
            return buckets.size();
        }

        @Override
        public void validate() {
            buckets.validate();
        }
    }

    @Test
    void shouldAgreeWithATreeMapWhenBucketsAreUsedAtRandom() {
        OrderedModel.compare(new BucketSubject(), SEED, OPERATIONS);
    }

    @Test
    void shouldFindAFaultWhenOneLevelIsMistaken() {
        BucketSubject faulty = new BucketSubject() {
            @Override
            public void push(Coroutine handle, long key) {
                super.push(handle, key == 64 ? 63 : key);
            }
        };
        assertThrows(AssertionError.class, () -> OrderedModel.compare(faulty, SEED, OPERATIONS));
    }

    private static class TimerSubject implements OrderedModel.Subject {
        private final TimerStash timers = new TimerStash("timers", 0, 0);
        private long now;

        @Override
        public void push(Coroutine handle, long key) {
            assertTrue(timers.push(handle, key));
        }

        @Override
        public Coroutine pop(long firstKey) {
            assertTrue(timers.quietUntil() <= firstKey);
            if (firstKey > now) {
                assertEquals(null, timers.popDue(firstKey - 1), "due before its deadline");
            }
            now = firstKey;
            return timers.popDue(now);
        }

        @Override
        public void remove(Coroutine handle) {
            assertTrue(timers.remove(handle));
        }

        @Override
        public long key(Random random) {
            return now + (random.nextLong() >>> 24 + random.nextInt(40));
        }

        @Override
        public int size() {
            return timers.size();
        }

        @Override
        public void validate() {
            timers.validate();
        }
    }

    @Test
    void shouldAgreeWithATreeMapWhenTimersAreUsedAtRandom() {
        OrderedModel.compare(new TimerSubject(), SEED, OPERATIONS);
    }

    @Test
    void shouldFindAFaultWhenADeadlineIsRoundedDown() {
        TimerSubject faulty = new TimerSubject() {
            @Override
            public void push(Coroutine handle, long key) {
                super.push(handle, key & ~1);
            }
        };
        assertThrows(AssertionError.class, () -> OrderedModel.compare(faulty, SEED, OPERATIONS));
    }

    private static class ListSubject implements OrderedModel.Subject {
        final ListStash list = new ListStash("list");

        @Override
        public void push(Coroutine handle, long key) {
            assertTrue(list.push(handle));
        }

        @Override
        public Coroutine pop(long firstKey) {
            return list.pop();
        }

        @Override
        public void remove(Coroutine handle) {
            assertTrue(list.remove(handle));
        }

        @Override
        public long key(Random random) {
            return 0;
        }

        @Override
        public int size() {
            return list.size();
        }

        @Override
        public void validate() {
            list.validate();
        }
    }

    @Test
    void shouldAgreeWithATreeMapWhenAListIsUsedAtRandom() {
        OrderedModel.compare(new ListSubject(), SEED, OPERATIONS);
    }

    @Test
    void shouldFindAFaultWhenAListPopsFromTheBackOnce() {
        ListSubject faulty = new ListSubject() {
            private int pops;

            @Override
            public Coroutine pop(long firstKey) {
                return ++pops == 1_000 ? list.popBack() : super.pop(firstKey);
            }
        };
        assertThrows(AssertionError.class, () -> OrderedModel.compare(faulty, SEED, OPERATIONS));
    }

    private static class MapSubject implements KeyedModel.Subject {
        final MapStash map = new MapStash("map");

        @Override
        public void push(Coroutine handle, int key) {
            assertTrue(map.push(handle, wide(key)));
        }

        @Override
        public Coroutine pop(int key) {
            return map.pop(wide(key));
        }

        @Override
        public void remove(Coroutine handle) {
            assertTrue(map.remove(handle));
        }

        @Override
        public void rekey(Coroutine handle, int key) {
            map.rekey(handle, wide(key));
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public void validate() {
            map.validate();
        }

        long wide(int key) {
            return (long) key << 40;
        }
    }

    @Test
    void shouldAgreeWithAHashMapWhenAMapIsUsedAtRandom() {
        KeyedModel.compare(new MapSubject(), SEED, OPERATIONS);
    }

    @Test
    void shouldFindAFaultWhenTwoKeysAreOne() {
        MapSubject faulty = new MapSubject() {
            @Override
            long wide(int key) {
                return key == 1_000 ? 999 : key;
            }
        };
        assertThrows(AssertionError.class, () -> KeyedModel.compare(faulty, SEED, OPERATIONS));
    }

    private static class FlowSubject implements KeyedModel.Subject {
        final FlowStash flows = new FlowStash("flows", 1 << 12, 7);
        private final FlowKey scratch = new FlowKey();

        @Override
        public void push(Coroutine handle, int key) {
            assertTrue(flows.push(handle, wide(key)));
        }

        @Override
        public Coroutine pop(int key) {
            return flows.pop(wide(key));
        }

        @Override
        public void remove(Coroutine handle) {
            assertTrue(flows.remove(handle));
        }

        @Override
        public void rekey(Coroutine handle, int key) {
            remove(handle);
            push(handle, key);
        }

        @Override
        public int size() {
            return flows.size();
        }

        @Override
        public void validate() {
            flows.validate();
        }

        FlowKey wide(int key) {
            return scratch.ipv6(key & 3, 1, key >> 2 & 7, key >> 5 & 1, 2, key >> 6, 6);
        }
    }

    @Test
    void shouldAgreeWithAHashMapWhenAFlowMapIsUsedAtRandom() {
        KeyedModel.compare(new FlowSubject(), SEED, OPERATIONS);
    }

    @Test
    void shouldFindAFaultWhenAHandleThatComesAgainKeepsItsPlace() {
        FlowSubject faulty = new FlowSubject() {
            @Override
            public void rekey(Coroutine handle, int key) {
                if (flows.peek(wide(key)) != handle) {
                    super.rekey(handle, key);
                }
            }
        };
        assertThrows(AssertionError.class, () -> KeyedModel.compare(faulty, SEED, OPERATIONS));
    }

    /**
     * Compares both indexes with a model each: one by order while keys change at random, one by key while orders
     * change.
     */
    private static class ByOrderSubject implements OrderedModel.Subject {
        final IndexedStash both = new IndexedStash("both", 1_000);
        private final Random keys = new Random(1);

        @Override
        public void push(Coroutine handle, long key) {
            assertTrue(both.push(handle, key, keys.nextInt(100)));
        }

        @Override
        public Coroutine pop(long firstKey) {
            return both.pop();
        }

        @Override
        public void remove(Coroutine handle) {
            assertTrue(both.remove(handle));
        }

        @Override
        public void rekey(Coroutine handle, long key) {
            both.reorder(handle, key);
            both.rekey(handle, keys.nextInt(100));
        }

        @Override
        public long key(Random random) {
            return random.nextInt(300);
        }

        @Override
        public int size() {
            return both.size();
        }

        @Override
        public void validate() {
            both.validate();
        }
    }

    @Test
    void shouldAgreeWithATreeMapWhenTwoIndexesAreUsedByOrder() {
        OrderedModel.compare(new ByOrderSubject(), SEED, OPERATIONS);
    }

    @Test
    void shouldFindAFaultWhenARekeyAlsoChangesTheOrder() {
        ByOrderSubject faulty = new ByOrderSubject() {
            @Override
            public void rekey(Coroutine handle, long key) {
                both.reorder(handle, key + 1);
            }
        };
        assertThrows(AssertionError.class, () -> OrderedModel.compare(faulty, SEED, OPERATIONS));
    }

    private static class ByKeySubject implements KeyedModel.Subject {
        final IndexedStash both = new IndexedStash("both", 3_000);
        private final Random orders = new Random(1);

        @Override
        public void push(Coroutine handle, int key) {
            assertTrue(both.push(handle, orders.nextInt(100), key));
        }

        @Override
        public Coroutine pop(int key) {
            return both.pop(key);
        }

        @Override
        public void remove(Coroutine handle) {
            assertTrue(both.remove(handle));
        }

        @Override
        public void rekey(Coroutine handle, int key) {
            both.rekey(handle, key);
            both.reorder(handle, orders.nextInt(100));
        }

        @Override
        public int size() {
            return both.size();
        }

        @Override
        public void validate() {
            both.validate();
        }
    }

    @Test
    void shouldAgreeWithAHashMapWhenTwoIndexesAreUsedByKey() {
        KeyedModel.compare(new ByKeySubject(), SEED, OPERATIONS);
    }

    @Test
    void shouldFindAFaultWhenAHandleIsTakenByItsOrderInsteadOfItsKey() {
        ByKeySubject faulty = new ByKeySubject() {
            @Override
            public Coroutine pop(int key) {
                return key == 7 ? both.pop() : super.pop(key);
            }
        };
        assertThrows(AssertionError.class, () -> KeyedModel.compare(faulty, SEED, OPERATIONS));
    }
}
