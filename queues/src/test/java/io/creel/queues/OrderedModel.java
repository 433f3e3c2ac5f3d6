package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Compares, over random operations, an implementation that orders handles by a key, equal keys first in first out, with
 * a {@link TreeMap}.
 */
final class OrderedModel {
    private static final int HANDLES = 1_000;

    /** The implementation under comparison. The default methods are for implementations without the operation. */
    interface Subject {
        void push(Coroutine handle, long key);

        /** Takes out the first handle; {@code firstKey} is its key in the model. */
        Coroutine pop(long firstKey);

        void remove(Coroutine handle);

        default void rekey(Coroutine handle, long key) {
            remove(handle);
            push(handle, key);
        }

        default List<Coroutine> popRange(long least, long most, int max, List<Coroutine> expected) {
            expected.forEach(this::remove);
            return expected;
        }

        default Coroutine lowerBound(long key, Coroutine expected) {
            return expected;
        }

        long key(Random random);

        int size();

        void validate();
    }

    private record Place(long key, long number) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return key == other.key ? Long.compare(number, other.number) : Long.compare(key, other.key);
        }
    }

    private final TreeMap<Place, Coroutine> model = new TreeMap<>();
    private final Place[] places = new Place[HANDLES];
    private final Coroutine[] handles = new Coroutine[HANDLES];
    private final Random random;
    private final Subject subject;
    private long pushes;

    private OrderedModel(Subject subject, long seed) {
        this.subject = subject;
        random = new Random(seed);
        for (int i = 0; i < HANDLES; i++) {
            handles[i] = StashContract.handle(i);
        }
    }

    /** Runs the given number of operations; an {@link AssertionError} or a broken structure ends the run. */
    static void compare(Subject subject, long seed, int operations) {
        OrderedModel comparison = new OrderedModel(subject, seed);
        for (int i = 0; i < operations; i++) {
            comparison.step(i);
            if (i % (operations / 100) == 0) {
                subject.validate();
            }
        }
        subject.validate();
    }

    private void step(int operation) {
        int number = random.nextInt(HANDLES);
        Coroutine handle = handles[number];
        // The size swings between nearly empty and nearly full.
        boolean filling = (operation / 5_000 & 1) == 0;
        int choice = random.nextInt(100);
        if (places[number] == null) {
            if (choice < (filling ? 90 : 40)) {
                long key = subject.key(random);
                subject.push(handle, key);
                place(number, key);
            } else {
                pop();
            }
        } else if (choice < 40) {
            long key = subject.key(random);
            subject.rekey(handle, key);
            model.remove(places[number]);
            place(number, key);
        } else if (choice < 60) {
            subject.remove(handle);
            model.remove(places[number]);
            places[number] = null;
        } else if (choice < 62) {
            popRange();
        } else if (choice < 70) {
            long key = subject.key(random);
            Map.Entry<Place, Coroutine> expected = model.ceilingEntry(new Place(key, Long.MIN_VALUE));
            Coroutine bound = expected == null ? null : expected.getValue();
            assertSame(bound, subject.lowerBound(key, bound));
        } else if (!filling || choice < 80) {
            pop();
        }
        assertEquals(model.size(), subject.size());
    }

    private void place(int number, long key) {
        places[number] = new Place(key, pushes++);
        model.put(places[number], handles[number]);
    }

    private void pop() {
        if (model.isEmpty()) {
            return;
        }
        Map.Entry<Place, Coroutine> first = model.pollFirstEntry();
        assertSame(first.getValue(), subject.pop(first.getKey().key));
        places[StashContract.number(first.getValue())] = null;
    }

    private void popRange() {
        long one = subject.key(random);
        long other = subject.key(random);
        long least = Math.min(one, other);
        long most = Math.max(one, other);
        int max = random.nextInt(8);
        List<Coroutine> expected = new ArrayList<>();
        for (Coroutine handle : model.subMap(new Place(least, Long.MIN_VALUE), true,
                new Place(most, Long.MAX_VALUE), true).values()) {
            if (expected.size() == max) {
                break;
            }
            expected.add(handle);
        }
        assertEquals(expected, subject.popRange(least, most, max, expected));
        for (Coroutine handle : expected) {
            int number = StashContract.number(handle);
            assertTrue(model.remove(places[number], handle));
            places[number] = null;
        }
    }
}
