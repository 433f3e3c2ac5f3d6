package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.creel.core.Coroutine;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RedBlackStashTest extends OrderedStashContract {
    private static final int HANDLES = 1 << 14;
    private static final long SEED = 20261130;

    @Override
    OrderedStash create(String name) {
        return new RedBlackStash(name);
    }

    @Override
    OrderedStash create(String name, ToLongFunction<Coroutine> keyOf) {
        return new RedBlackStash(name, keyOf);
    }

    /**
     * The orders in which keys come: the two that make a tree without repairs degenerate to a list, equal keys, and
     * random keys.
     */
    enum Keys {
        ASCENDING, DESCENDING, EQUAL, RANDOM;

        private long of(int number, Random random) {
            return switch (this) {
                case ASCENDING -> number;
                case DESCENDING -> -number;
                case EQUAL -> 7;
                case RANDOM -> random.nextLong();
            };
        }
    }

    /**
     * Computes the greatest height of a red-black tree of a size, rounded up: twice the logarithm of the size plus one.
     */
    private static int height(int size) {
        return 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(size));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeFewStepsInEachOperationWhenAnyKeysCome(Keys keys) {
        RedBlackStash stash = new RedBlackStash("bounded");
        Random random = new Random(SEED);
        Coroutine[] handles = new Coroutine[HANDLES];
        stash.takeSteps();
        long most = 0;
        for (int i = 0; i < HANDLES; i++) {
            handles[i] = handle(i);
            assertTrue(stash.push(handles[i], keys.of(i, random)));
            most = Math.max(most, bounded(stash, "push", 2));
        }
        assertTrue(most >= 13, "a tree of 16,384 has a height of 14 at least, so the steps are counted: " + most);
        stash.validate();
        stash.takeSteps();
        Coroutine at = stash.peek();
        for (int i = 1; i < HANDLES; i++) {
            at = stash.successor(at);
            bounded(stash, "successor", 1);
        }
        assertNull(stash.successor(at));
        for (int i = 0; i < HANDLES; i += 4) {
            stash.rekey(handles[i], keys.of(i, random));
            bounded(stash, "rekey", 7);
            assertTrue(stash.remove(handles[i]));
            bounded(stash, "remove", 4);
            stash.lowerBound(keys.of(i, random));
            bounded(stash, "lowerBound", 1);
        }
        stash.validate();
        stash.takeSteps();
        while (stash.pop() != null) {
            bounded(stash, "pop", 4);
        }
        assertEquals(0, stash.size());
    }

    /** Fails if the last operation took more steps than the given number of heights of a tree with one handle more. */
    private static long bounded(RedBlackStash stash, String what, int heights) {
        long steps = stash.takeSteps();
        long bound = (long) heights * height(stash.size() + 1);
        assertTrue(steps <= bound,
                () -> what + " of " + stash.size() + " took " + steps + " steps, more than " + bound);
        return steps;
    }

    /** The stash owns no array and no node: at any size, its fields are two references and numbers. */
    @Test
    void shouldHaveNoMemoryBesidesTheHandles() {
        List<String> references = Arrays.stream(RedBlackStash.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive())
                .map(Field::getType).map(Class::getSimpleName).toList();
        assertEquals(List.of("Coroutine", "Coroutine"), references);
    }

    /** Measures the bytes that this thread allocates while a stash grows beyond its greatest size. */
    private static long bytesWhileGrowing(OrderedStash stash) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Coroutine[] handles = new Coroutine[HANDLES];
        Arrays.setAll(handles, StashContract::handle);
        assertTrue(stash.push(handles[0], 0)); // the first push enters the stash into the registry for dumps
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 1; i < HANDLES; i++) {
            assertTrue(stash.push(handles[i], i * 7919L % HANDLES));
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void shouldAllocateNothingWhileItGrows() {
        assertTrue(bytesWhileGrowing(new TreeStash("canary")) > 20L * HANDLES, "the counter sees allocations");
        assertTrue(bytesWhileGrowing(new RedBlackStash("stash")) < HANDLES / 10, "ten pushes allocate no byte");
    }

    /** The next stash relies on links that are null, and this stash must not take a red handle for a black one. */
    @Test
    void shouldServeHandlesThatCameFromAnotherTree() {
        RedBlackStash from = new RedBlackStash("from");
        RedBlackStash to = new RedBlackStash("to");
        Random random = new Random(SEED);
        for (int i = 0; i < 1_000; i++) {
            assertTrue(from.push(handle(i), random.nextInt(100)));
        }
        for (int i = 0; i < 10_000; i++) {
            RedBlackStash source = random.nextBoolean() ? from : to;
            Coroutine handle = source.pop();
            if (handle != null) {
                assertTrue((source == from ? to : from).push(handle, random.nextInt(100)));
            }
        }
        from.validate();
        to.validate();
        assertEquals(1_000, from.size() + to.size());
    }

    @Test
    void shouldStayInItsPlaceWhenANewKeyFits() {
        RedBlackStash stash = new RedBlackStash("stash");
        Coroutine[] handles = new Coroutine[3];
        for (int i = 0; i < 3; i++) {
            handles[i] = handle(i);
            assertTrue(stash.push(handles[i], 10 * i));
        }
        stash.rekey(handles[1], 19);
        stash.validate();
        assertEquals(19, handles[1].key());
        stash.rekey(handles[1], 20);
        stash.validate();
        assertSame(handles[0], stash.pop());
        assertSame(handles[2], stash.pop(), "a re-keyed handle comes last among equal keys");
        assertSame(handles[1], stash.pop());
    }
}
