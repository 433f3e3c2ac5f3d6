package io.creel.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    @Test
    void shouldBringEventsOfOneTimeInTheOrderTheyWereScheduled() {
        EventQueue queue = new EventQueue(4);
        queue.schedule(2, 10);
        queue.schedule(0, 10);
        queue.schedule(3, 5);
        queue.schedule(1, 10);
        queue.schedule(2, 10); // again, so now it is the last
        assertEquals(5, queue.nextDueNs());
        assertEquals(3, queue.next());
        assertEquals(0, queue.next());
        assertEquals(1, queue.next());
        assertEquals(2, queue.next());
        assertTrue(queue.isEmpty());
    }

    @Test
    void shouldForgetACancelledEvent() {
        EventQueue queue = new EventQueue(2);
        queue.schedule(0, 1);
        queue.schedule(1, 2);
        queue.cancel(0);
        queue.cancel(0);
        assertFalse(queue.isPending(0));
        assertEquals(1, queue.next());
        assertTrue(queue.isEmpty());
    }

    /** Against a sorted set, under random scheduling, re-scheduling and cancelling. */
    @Test
    void shouldAgreeWithASortedSetWhenOperationsAreRandom() {
        record Event(long dueNs, long turn, int source) {
        }
        int sources = 50;
        EventQueue queue = new EventQueue(sources);
        Event[] pending = new Event[sources];
        TreeSet<Event> expected = new TreeSet<>(
                Comparator.comparingLong(Event::dueNs).thenComparingLong(Event::turn));
        SplittableRandom random = new SplittableRandom(1);
        for (int turn = 0; turn < 200_000; turn++) {
            int source = random.nextInt(sources);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    if (pending[source] != null) {
                        expected.remove(pending[source]);
                    }
                    pending[source] = new Event(random.nextInt(100), turn, source);
                    expected.add(pending[source]);
                    queue.schedule(source, pending[source].dueNs);
                }
                case 2 -> {
                    if (pending[source] != null) {
                        expected.remove(pending[source]);
                        pending[source] = null;
                    }
                    queue.cancel(source);
                }
                default -> {
                    assertEquals(expected.isEmpty(), queue.isEmpty());
                    if (!expected.isEmpty()) {
                        Event next = expected.pollFirst();
                        pending[next.source] = null;
                        assertEquals(next.dueNs, queue.nextDueNs());
                        assertEquals(next.source, queue.next());
                    }
                }
            }
        }
    }
}
