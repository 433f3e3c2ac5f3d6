package io.creel.jmh.coroutine;

import io.creel.core.Coroutine;
import io.creel.core.Stash;

/** An intrusive first-in-first-out list. */
final class ListStash extends Stash {
    private Coroutine first;
    private Coroutine last;
    private int size;

    ListStash(String name) {
        super(name);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    protected boolean insert(Coroutine handle) {
        if (last == null) {
            first = handle;
        } else {
            setNext(last, handle);
        }
        last = handle;
        size++;
        return true;
    }

    @Override
    protected Coroutine extract() {
        Coroutine handle = first;
        if (handle != null) {
            first = next(handle);
            setNext(handle, null);
            last = first == null ? null : last;
            size--;
        }
        return handle;
    }
}
