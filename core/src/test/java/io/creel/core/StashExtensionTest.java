package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The guarantees for a user's own stash, and the refusals it gets: it never loses a handle in silence. */
class StashExtensionTest {
    /** A list through {@code next}, as a user writes it. */
    private static class Chain extends Stash {
        private Coroutine first;
        private int size;

        Chain(String name) {
            super(name);
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        protected boolean insert(Coroutine handle) {
            setNext(handle, first);
            first = handle;
            size++;
            return true;
        }

        @Override
        protected Coroutine extract() {
            Coroutine handle = first;
            if (handle != null) {
                first = next(handle);
                size--;
                clear(handle);
            }
            return handle;
        }

        void clear(Coroutine handle) {
            setNext(handle, null);
        }

        /** Writes into a handle as if this stash held it. */
        void write(String what, Coroutine handle) {
            switch (what) {
                case "next" -> setNext(handle, null);
                case "previous" -> setPrevious(handle, null);
                case "parent" -> setParent(handle, null);
                case "key" -> setKey(handle, 1);
                default -> setTag(handle, 1);
            }
        }
    }

    /** Takes a level and a name with each push: more than a handle and a key. */
    private static final class Labelled extends Stash {
        private final List<String> entered = new ArrayList<>();

        Labelled() {
            super("labelled");
        }

        boolean push(Coroutine handle, int level, String label) {
            claim(handle);
            boolean in = false;
            try {
                in = admit(handle) && enter(level, label);
            } finally {
                settle(handle, in);
            }
            return in;
        }

        private boolean enter(int level, String label) {
            if (level < 0) {
                throw new IllegalArgumentException("negative level");
            }
            return entered.size() < 2 && entered.add(label + level);
        }

        @Override
        public int size() {
            return entered.size();
        }

        @Override
        protected boolean insert(Coroutine handle) {
            return false;
        }

        @Override
        protected Coroutine extract() {
            return null;
        }
    }

    private static Coroutine handle() {
        return Coroutine.create(argument -> {
        }, null);
    }

    private static String refusal(Executable misuse) {
        return assertThrows(IllegalStateException.class, misuse).getMessage();
    }

    @Test
    void shouldRefuseToWriteIntoAHandleOfAnotherStash() {
        Chain owner = new Chain("owner");
        Chain other = new Chain("other");
        Coroutine[] handles = new Coroutine[5];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = handle();
            assertTrue(owner.push(handles[i], i));
        }
        Coroutine last = handles[4];
        for (String what : List.of("next", "previous", "parent", "key", "tag")) {
            assertEquals("link refused: coroutine=" + last + ", state=STASHED, stash=owner, by=other",
                    refusal(() -> other.write(what, last)), what);
        }
        for (int i = 4; i >= 0; i--) {
            assertSame(handles[i], owner.pop(), "no handle is lost behind the link");
            assertEquals(i, handles[i].key());
        }
        assertEquals("link refused: coroutine=" + last + ", state=UNSTARTED, stash=none, by=owner",
                refusal(() -> owner.write("next", last)));
    }

    @Test
    void shouldRefuseAHandleThatLeavesWithALink() {
        Chain careless = new Chain("careless") {
            @Override
            void clear(Coroutine handle) {
                // forgotten
            }
        };
        Coroutine under = handle();
        Coroutine top = handle();
        assertTrue(careless.push(under));
        assertTrue(careless.push(top));
        String expected = "take refused, the stash has left a link in it: coroutine=" + top
                + ", state=STASHED, stash=careless, by=careless";
        assertEquals(expected, refusal(careless::pop));
        assertSame(under, careless.pop());
        Chain another = new Chain("careless") {
            @Override
            void clear(Coroutine handle) {
                // forgotten
            }
        };
        assertTrue(another.push(handle()));
        Coroutine second = handle();
        assertTrue(another.push(second));
        assertEquals(expected.replace(top.toString(), second.toString()),
                refusal(() -> another.drain(new Batch(1), 1)));
    }

    @Test
    void shouldKeepTheKeyWhenAStashThatHasNoUseForItIsPushedInto() {
        TestStash stash = new TestStash("bounded", 1);
        Coroutine handle = handle();
        assertTrue(stash.push(handle, 42));
        assertEquals(42, handle.key());
        assertSame(handle, stash.pop());
        assertEquals(42, handle.key());
        assertTrue(stash.push(handle, 43));
        Coroutine refused = handle();
        assertFalse(stash.push(refused, 1));
        assertEquals(CoroutineState.UNSTARTED, refused.state());
        stash.close();
        assertFalse(stash.push(refused, 1));
    }

    @Test
    void shouldPassTheKeyOnWhenACoroutineAwaitsByKey() {
        List<Long> keys = new ArrayList<>();
        Stash keyed = new TestStash("keyed", 2) {
            @Override
            protected boolean insert(Coroutine handle, long key) {
                if (key < 0) {
                    throw new IllegalArgumentException("negative key: key=" + key);
                }
                return insert(handle) && keys.add(key);
            }
        };
        List<Object> told = new ArrayList<>();
        Carrier carrier = new Carrier("carrier");
        for (long key = 1; key <= 3; key++) {
            carrier.resume(Coroutine.create(mine -> told.add(mine + " " + Coroutine.awaitByKey(keyed, mine)), key));
        }
        assertEquals(List.of("3 false"), told, "it is full");
        carrier.resume(keyed.drain(new Batch(4), 4));
        assertEquals(List.of(1L, 2L), keys);
        carrier.resume(Coroutine.create(any -> {
            try {
                Coroutine.awaitByKey(keyed, -1);
            } catch (IllegalArgumentException outOfBounds) {
                told.add(outOfBounds.getMessage());
            }
        }, null));
        assertEquals(List.of("3 false", "1 true", "2 true", "negative key: key=-1"), told);
        assertEquals("await refused: coroutine=none, reason=the caller does not run in a coroutine",
                refusal(() -> Coroutine.awaitByKey(keyed, 1)));
    }

    @Test
    void shouldEndTheWaitWhenTheTimeIsUpByKey() {
        TestStash stash = new TestStash("stash");
        List<WaitResult> told = new ArrayList<>();
        Carrier carrier = new Carrier("carrier");
        carrier.tick(0);
        carrier.resume(Coroutine.create(any -> told.add(Coroutine.awaitByKey(stash, 7, 100)), null));
        Coroutine first = stash.pop();
        assertEquals(7, first.key());
        carrier.resume(first);
        carrier.resume(Coroutine.create(any -> told.add(Coroutine.awaitByKey(stash, 8, 0)), null));
        carrier.resume(Coroutine.create(any -> told.add(Coroutine.awaitByKey(stash, 9, 100)), null));
        carrier.tick(200_000_000);
        carrier.poll();
        assertEquals(List.of(WaitResult.RESUMED, WaitResult.TIMED_OUT, WaitResult.TIMED_OUT), told);
    }

    @Test
    void shouldGiveTheHandleBackWhenAPushOfMoreThanAKeyFails() {
        Labelled stash = new Labelled();
        Coroutine handle = handle();
        assertThrows(IllegalArgumentException.class, () -> stash.push(handle, -1, "a"));
        assertEquals(CoroutineState.UNSTARTED, handle.state());
        assertTrue(stash.push(handle, 1, "a"));
        assertTrue(stash.push(handle(), 2, "b"));
        Coroutine third = handle();
        assertFalse(stash.push(third, 3, "c"));
        assertEquals(CoroutineState.UNSTARTED, third.state());
        stash.close();
        assertFalse(stash.push(third, 3, "c"));
        assertEquals(List.of("a1", "b2"), stash.entered);
    }

    @Test
    void shouldSetTheKeyOnlyOfAHandleThatIsTheCallers() {
        TestStash stash = new TestStash("stash");
        Coroutine handle = handle();
        handle.setKey(5);
        assertTrue(stash.push(handle));
        assertEquals(5, handle.key(), "a push without a key leaves it");
        assertEquals("set key refused: coroutine=" + handle + ", state=STASHED, stash=stash, by=null",
                refusal(() -> handle.setKey(6)));
        assertEquals(5, handle.key());
    }

    @Test
    void shouldFillABatchWithHandlesOfOnesOwnChoice() {
        Chain chain = new Chain("chain");
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            assertTrue(chain.push(Coroutine.create(ran::add, i)));
        }
        Batch batch = new Batch(2);
        Coroutine newest = chain.pop();
        assertTrue(batch.add(newest));
        assertEquals("add refused: coroutine=" + newest + ", state=STASHED, stash=batch, by=batch",
                refusal(() -> batch.add(newest)));
        Coroutine waiting = handle();
        assertTrue(chain.push(waiting));
        assertEquals("add refused: coroutine=" + waiting + ", state=STASHED, stash=chain, by=batch",
                refusal(() -> batch.add(waiting)));
        assertSame(waiting, chain.pop());
        chain.drain(batch, 1);
        Coroutine left = chain.pop();
        assertFalse(batch.add(left), "it is full");
        assertEquals(CoroutineState.UNSTARTED, left.state(), "still the caller's");
        Carrier carrier = new Carrier("carrier");
        assertEquals(2, carrier.resume(batch));
        assertEquals(List.of(2, 1), ran);
        assertTrue(batch.add(left));
        assertSame(left, batch.take());
        assertNull(batch.take());
    }
}
