package io.creel.schedulers.when;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.schedulers.placement.PlacementDriver;
import java.util.ArrayList;
import java.util.List;

/** A policy without a worker: the test pushes, takes and preempts. Handles are never begun. */
public final class PolicyDriver {
    private final When when;
    private final Batch batch = new Batch(64);

    public PolicyDriver(When when) {
        this.when = when;
    }

    /** Lets handles of one class enter, ready now. */
    public PolicyDriver push(int type, long readyNs, String... names) {
        for (String name : names) {
            push(new PlacementDriver.Request(name, type, 0, 0, 1), readyNs);
        }
        return this;
    }

    public PolicyDriver push(PlacementDriver.Request request, long readyNs) {
        Coroutine handle = PlacementDriver.handle(request);
        ReadyTime.stamp(handle, readyNs);
        if (!when.entry().push(handle)) {
            throw new AssertionError("refused: " + request);
        }
        return this;
    }

    /** The names of one take. */
    public List<String> take(int max) {
        List<String> names = new ArrayList<>();
        when.take(batch, max);
        for (Coroutine handle = batch.take(); handle != null; handle = batch.take()) {
            names.add(PlacementDriver.request(handle).name());
        }
        return names;
    }

    /** The names of that many takes of one each, as one word. */
    public String takes(int count) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            names.append(String.join("", take(1)));
        }
        return names.toString();
    }

    public Coroutine takeHandle() {
        return when.take(batch, 1).take();
    }
}
