package io.creel.jmh.stash;

import io.creel.core.Coroutine;
import java.util.Arrays;

/** Coroutines that have not begun, which a stash holds like suspended ones. */
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
     * Reads what whoever resumes the handle reads. Every peer does it with what it takes out: a stash that links the coroutines
     * themselves has them in its cache by then, a collection of references has not.
     */
    static int touch(Coroutine handle) {
        return (int) handle.epoch() + (handle.isCancelRequested() ? 1 : 0);
    }
}
