package io.creel.verifier.corpus;

import io.creel.core.lock.CoroutineLock;
import io.creel.core.spec.RequiresLock;
import java.util.ArrayDeque;
import java.util.Deque;

/** A list whose every operation needs its own lock; the wrong-lock matrix calls it. */
public final class LockedDeque {
    /** Guards the list. */
    public final CoroutineLock lock = new CoroutineLock("lock");
    /** Guards nothing of it. */
    public final CoroutineLock other = new CoroutineLock("other");
    private final Deque<String> list = new ArrayDeque<>();

    /** Adds in front. */
    @RequiresLock("lock")
    public void pushFront() {
        list.addFirst("x");
    }

    /** Adds at the end. */
    @RequiresLock("lock")
    public void pushBack() {
        list.addLast("x");
    }

    /** Takes from the front. */
    @RequiresLock("lock")
    public void popFront() {
        list.pollFirst();
    }

    /** Takes from the end. */
    @RequiresLock("lock")
    public void popBack() {
        list.pollLast();
    }
}
