package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.creel.core.Coroutine;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;

/**
 * Compares, over random operations, an implementation that keeps waiters by key, first in first out per key, with a
 * {@link HashMap} of sets.
 */
final class KeyedModel {
    private static final int HANDLES = 3_000;
    private static final int KEYS = 1_500;

    /** The implementation under comparison. */
    interface Subject {
        void push(Coroutine handle, int key);

        Coroutine pop(int key);

        void remove(Coroutine handle);

        void rekey(Coroutine handle, int key);

        int size();

        void validate();
    }

    private final Map<Integer, LinkedHashSet<Coroutine>> model = new HashMap<>();
    private final Coroutine[] handles = new Coroutine[HANDLES];
    private final int[] keys = new int[HANDLES];
    private final Random random;
    private final Subject subject;
    private int size;

    private KeyedModel(Subject subject, long seed) {
        this.subject = subject;
        random = new Random(seed);
        for (int i = 0; i < HANDLES; i++) {
            handles[i] = StashContract.handle(i);
            keys[i] = -1;
        }
    }

    /** Runs the given number of operations; an {@link AssertionError} or a broken structure ends the run. */
    static void compare(Subject subject, long seed, int operations) {
        KeyedModel comparison = new KeyedModel(subject, seed);
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
        boolean filling = (operation / 20_000 & 1) == 0;
        int choice = random.nextInt(100);
        // Half of the waiters use a few keys, so that some chains are long and others short.
        int key = random.nextBoolean() ? random.nextInt(KEYS) : random.nextInt(8);
        if (choice < (filling ? 20 : 60)) {
            LinkedHashSet<Coroutine> waiters = model.get(key);
            Coroutine expected = waiters == null ? null : waiters.getFirst();
            assertSame(expected, subject.pop(key));
            if (expected != null) {
                forget(StashContract.number(expected));
            }
        } else if (keys[number] < 0) {
            subject.push(handle, key);
            note(number, key);
        } else if (choice < 80) {
            subject.remove(handle);
            forget(number);
        } else {
            subject.rekey(handle, key);
            forget(number);
            note(number, key);
        }
        assertEquals(size, subject.size());
    }

    private void note(int number, int key) {
        model.computeIfAbsent(key, ignored -> new LinkedHashSet<>()).add(handles[number]);
        keys[number] = key;
        size++;
    }

    private void forget(int number) {
        LinkedHashSet<Coroutine> waiters = model.get(keys[number]);
        waiters.remove(handles[number]);
        if (waiters.isEmpty()) {
            model.remove(keys[number]);
        }
        keys[number] = -1;
        size--;
    }
}
