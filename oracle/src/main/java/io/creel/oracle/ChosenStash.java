package io.creel.oracle;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stash whose refusals are choices, and from which another worker may take a handle before its push has returned.
 * Threads: one, like the workers that it belongs to.
 */
final class ChosenStash extends Stash {
    private final SimulatedWorkers workers;
    private final ArrayDeque<Coroutine> handles = new ArrayDeque<>();

    ChosenStash(String name, SimulatedWorkers workers) {
        super(name);
        this.workers = workers;
    }

    @Override
    public int size() {
        return handles.size();
    }

    @Override
    protected boolean insert(Coroutine handle) {
        if (workers.happens(this + " refuses a handle")) {
            return false;
        }
        handles.addLast(handle);
        workers.mayRunElsewhere(handle, this);
        return true;
    }

    @Override
    protected @Nullable Coroutine extract() {
        workers.step();
        return handles.pollFirst();
    }

    @Override
    protected boolean unlink(Coroutine handle) {
        return handles.remove(handle);
    }

    @Override
    public void forEach(Consumer<Coroutine> action) {
        new ArrayList<>(handles).forEach(action);
    }
}
