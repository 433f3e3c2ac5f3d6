package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares the heap with a list that is searched. */
class DeadlineHeapTest {
    @Test
    void shouldKeepTheEarliestOnTopWhenAddedAndRemovedAtRandom() {
        Random random = new Random(42);
        DeadlineHeap heap = new DeadlineHeap();
        List<Deadline> model = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (model.isEmpty() || random.nextInt(step / 2_000 % 2 == 0 ? 3 : 4) > 1) {
                Deadline added = new Deadline(null);
                added.atNs = random.nextInt(100);
                heap.add(added);
                model.add(added);
            } else {
                Deadline removed = random.nextBoolean() ? heap.top() : model.get(random.nextInt(model.size()));
                heap.remove(removed);
                assertNull(removed.heap);
                model.remove(removed);
            }
            heap.validate();
            assertEquals(model.size(), heap.size());
            assertEquals(model.stream().mapToLong(entry -> entry.atNs).min().orElse(Long.MAX_VALUE), heap.nextNs());
        }
        model.sort(Comparator.comparingLong(entry -> entry.atNs));
        for (Deadline expected : model) {
            assertEquals(expected.atNs, heap.top().atNs);
            heap.remove(heap.top());
        }
        assertSame(null, heap.top());
    }
}
