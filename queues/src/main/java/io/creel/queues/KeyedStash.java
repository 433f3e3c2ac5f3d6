package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.function.ToLongFunction;

/**
 * What the stashes that find or order handles by a key have in common: each push comes with its key, or asks for it. Where the
 * handle then goes is the subclass's.
 */
abstract class KeyedStash extends Stash {
    final Use use;
    private final ToLongFunction<Coroutine> keyOf;

    /** Makes a stash whose every push comes with its key. */
    KeyedStash(String name) {
        this(name, handle -> {
            throw withoutKey(name, handle);
        });
    }

    /** Makes a stash that asks for the key where a push comes without one. An exception refuses the push. */
    KeyedStash(String name, ToLongFunction<Coroutine> keyOf) {
        super(name);
        use = new Use(name);
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

    /** Links a handle in, which is in no other place. Returns {@code false} if there is no room. */
    abstract boolean enter(Coroutine handle, long key);

    /** The number that the stash keeps in a handle. */
    static int numberOf(Coroutine handle) {
        return tag(handle);
    }

    static IllegalStateException withoutKey(Object stash, Coroutine handle) {
        return new IllegalStateException("push refused, key not set: stash=" + stash + ", coroutine=" + handle);
    }
}
