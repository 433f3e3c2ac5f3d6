package io.creel.polled;

import io.creel.agent.poll.Scene;
import io.creel.agent.poll.Watch;
import java.util.concurrent.ConcurrentHashMap;

/** A mapping function of a concurrent map. */
public final class ComputesIfAbsent implements Scene {
    private final ConcurrentHashMap<Integer, Integer> map = new ConcurrentHashMap<>();

    @Override
    public void act(Watch watch) throws Exception {
        map.remove(7);
        map.computeIfAbsent(7, key -> {
            Busy.alone(watch);
            return key;
        });
        Busy.work(watch, 20);
    }
}
