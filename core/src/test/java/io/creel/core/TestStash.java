package io.creel.core;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/** The simplest bounded stash, as a user would write it first. */
public class TestStash extends Stash {
    private final ArrayDeque<Coroutine> handles = new ArrayDeque<>();
    private final int capacity;

    public TestStash(String name) {
        this(name, Integer.MAX_VALUE);
    }

    public TestStash(String name, int capacity) {
        super(name);
        this.capacity = capacity;
    }

    @Override
    public int size() {
        return handles.size();
    }

    @Override
    public void forEach(Consumer<Coroutine> action) {
        handles.forEach(action);
    }

    @Override
    protected boolean insert(Coroutine handle) {
        return handles.size() < capacity && handles.add(handle);
    }

    @Override
    protected Coroutine extract() {
        return handles.poll();
    }

    @Override
    protected boolean unlink(Coroutine handle) {
        return handles.remove(handle);
    }
}
