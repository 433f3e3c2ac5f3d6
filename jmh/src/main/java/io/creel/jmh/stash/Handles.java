package io.creel.jmh.stash;

import io.creel.core.Coroutine;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;

/** Coroutines that have not begun, which a stash holds like suspended ones, and numbers in no order. */
final class Handles {
    private static final long SEED = 42;

    private Handles() {
    }

    /** Makes handles. */
    static Coroutine[] of(int count) {
        Coroutine[] handles = new Coroutine[count];
        Arrays.setAll(handles, i -> Coroutine.create(argument -> {
        }, null));
        return handles;
    }

    /** The numbers below {@code count} in an order that is the same for all peers. */
    static Integer[] shuffled(int count) {
        Integer[] numbers = new Integer[count];
        Arrays.setAll(numbers, i -> i);
        Collections.shuffle(Arrays.asList(numbers), new Random(SEED));
        return numbers;
    }
}
