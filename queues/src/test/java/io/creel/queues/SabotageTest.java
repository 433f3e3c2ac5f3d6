package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.core.Coroutine;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The canary of the validations: a link, a key or a colour written by foreign code must be found. */
class SabotageTest {
    private final Coroutine[] handles = new Coroutine[20];

    /** Writes without the setters of a stash, which would refuse the change. */
    private static final class Saboteur {
        private Saboteur() {
        }

        static void swapLinks(Coroutine node) {
            Object next = get(node, "next");
            set(node, "next", get(node, "previous"));
            set(node, "previous", next);
        }

        static void cut(Coroutine node) {
            set(node, "next", null);
        }

        static void key(Coroutine node, long key) {
            set(node, "key", key);
        }

        static void flipTag(Coroutine node) {
            set(node, "tag", (int) get(node, "tag") ^ 1);
        }

        private static Field field(String name) throws ReflectiveOperationException {
            Field field = Class.forName("io.creel.core.Ownership").getDeclaredField(name);
            field.setAccessible(true);
            return field;
        }

        private static Object get(Coroutine node, String name) {
            try {
                return field(name).get(node);
            } catch (ReflectiveOperationException failure) {
                throw new IllegalStateException(failure);
            }
        }

        private static void set(Coroutine node, String name, Object value) {
            try {
                field(name).set(node, value);
            } catch (ReflectiveOperationException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    private interface Push {
        void push(Coroutine handle, int key);
    }

    private void fill(Push into) {
        for (int i = 0; i < handles.length; i++) {
            handles[i] = StashContract.handle(i);
            into.push(handles[i], i);
        }
    }

    private static void found(Executable validation) {
        assertEquals("structure is broken",
                assertThrows(IllegalStateException.class, validation).getMessage().substring(0, 19));
    }

    @Test
    void shouldFindTheFaultWhenAListIsSabotaged() {
        ListStash list = new ListStash("list");
        fill((handle, key) -> list.push(handle));
        assertDoesNotThrow(list::validate);
        Saboteur.swapLinks(handles[5]);
        found(list::validate);
        Saboteur.swapLinks(handles[5]);
        Saboteur.cut(handles[5]);
        found(list::validate);
    }

    @Test
    void shouldFindTheFaultWhenATreeIsSabotaged() {
        TreeStash tree = new TreeStash("tree");
        fill(tree::push);
        assertDoesNotThrow(tree::validate);
        for (Coroutine handle : handles) {
            Saboteur.flipTag(handle);
            found(tree::validate);
            Saboteur.flipTag(handle);
            long key = handle.key();
            Saboteur.key(handle, key + (key < 10 ? 2 : -2));
            found(tree::validate);
            Saboteur.key(handle, key);
        }
        assertDoesNotThrow(tree::validate);
    }

    /**
     * Changes the colour of each node alone, the key of each node alone, and the links of each node that has children.
     */
    @Test
    void shouldFindTheFaultWhenARedBlackTreeIsSabotaged() {
        RedBlackStash tree = new RedBlackStash("tree");
        fill(tree::push);
        assertDoesNotThrow(tree::validate);
        int leaves = 0;
        for (Coroutine handle : handles) {
            Saboteur.flipTag(handle);
            found(tree::validate);
            Saboteur.flipTag(handle);
            long key = handle.key();
            Saboteur.key(handle, key + (key < 10 ? 2 : -2));
            found(tree::validate);
            Saboteur.key(handle, key);
            if (Saboteur.get(handle, "next") == null && Saboteur.get(handle, "previous") == null) {
                leaves++;
                continue;
            }
            Saboteur.swapLinks(handle);
            found(tree::validate);
            Saboteur.swapLinks(handle);
        }
        assertDoesNotThrow(tree::validate);
        assertEquals(10, leaves);
    }

    @Test
    void shouldFindTheFaultWhenAMapIsSabotaged() {
        MapStash map = new MapStash("map");
        fill((handle, key) -> map.push(handle, key / 4));
        assertDoesNotThrow(map::validate);
        Saboteur.key(handles[5], 99);
        found(map::validate);
        Saboteur.key(handles[5], 1);
        Saboteur.cut(handles[5]);
        found(map::validate);
    }

    @Test
    void shouldFindTheFaultWhenBucketsOrTimersAreSabotaged() {
        BucketStash buckets = new BucketStash("buckets", 32);
        fill(buckets::push);
        assertDoesNotThrow(buckets::validate);
        Saboteur.key(handles[5], 6);
        found(buckets::validate);
        TimerStash timers = new TimerStash("timers", 0, 0);
        fill((handle, key) -> timers.push(handle, 1 + key));
        assertDoesNotThrow(timers::validate);
        Saboteur.flipTag(handles[5]);
        found(timers::validate);
        Saboteur.flipTag(handles[5]);
        Saboteur.key(handles[5], 1 << 20);
        found(timers::validate);
    }

    @Test
    void shouldFindTheFaultWhenTwoIndexesAreSabotaged() {
        IndexedStash both = new IndexedStash("both", 32);
        fill((handle, key) -> both.push(handle, key, key % 3));
        assertDoesNotThrow(both::validate);
        Saboteur.key(handles[5], 99);
        found(both::validate);
    }
}
