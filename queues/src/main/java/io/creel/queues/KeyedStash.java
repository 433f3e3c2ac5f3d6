package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.function.ToLongFunction;

/**
 * The common part of the stashes that find or order handles by a key. Each push is given its key or computes it. The
 * subclass decides the place of the handle.
 */
abstract class KeyedStash extends Stash {
    final OverlapCheck use;
    private final ToLongFunction<Coroutine> keyOf;

    /** Makes a stash whose pushes are all given a key. */
    KeyedStash(String name) {
        this(name, handle -> {
            throw withoutKey(name, handle);
        });
    }

    /** Makes a stash that computes the key of a push without one. An exception of the function refuses the push. */
    KeyedStash(String name, ToLongFunction<Coroutine> keyOf) {
        super(name);
        use = new OverlapCheck(name);
        this.keyOf = keyOf;
    }

    @Override
    protected final boolean insert(Coroutine handle) {
        assert use.begin("push");
        try {
            return enter(handle, keyOf.applyAsLong(handle));
        } finally {
            assert use.end();
        }
    }

    @Override
    protected final boolean insert(Coroutine handle, long key) {
        assert use.begin("push");
        try {
            return enter(handle, key);
        } finally {
            assert use.end();
        }
    }

    /** Links in a handle that is in no stash. Returns {@code false} if there is no room. */
    abstract boolean enter(Coroutine handle, long key);

    /** Returns the number that the stash keeps in the tag of a handle. */
    static int numberOf(Coroutine handle) {
        return tag(handle);
    }

    static IllegalStateException withoutKey(Object stash, Coroutine handle) {
        return new IllegalStateException("push refused, key not set: stash=" + stash + ", coroutine=" + handle);
    }
}
