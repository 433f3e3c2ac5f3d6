package io.creel.jmh.stash;

import io.creel.core.Coroutine;
import java.util.Arrays;

/** Makes coroutines that have not begun, which a stash holds like suspended ones. */
final class Handles {
    private Handles() {
    }

    /** Makes handles. */
    static Coroutine[] of(int count) {
        Coroutine[] handles = new Coroutine[count];
        Arrays.setAll(handles, i -> Coroutine.create(argument -> {
        }, null));
        return handles;
    }

    /**
     * Reads the fields of a handle that a resume would read. Every peer does this with each handle that it takes out. A
     * stash that links the coroutines themselves has them in the cache by then; a collection of references does not.
     */
    static int touch(Coroutine handle) {
        return (int) handle.epoch() + (handle.isCancelRequested() ? 1 : 0);
    }
}
