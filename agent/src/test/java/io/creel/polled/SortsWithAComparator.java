package io.creel.polled;

import io.creel.agent.poll.Scene;
import io.creel.agent.poll.Watch;
import java.util.ArrayList;
import java.util.List;

/** A comparator below a sort of a list that the coroutines of a worker share. */
public final class SortsWithAComparator implements Scene {
    private final List<Integer> list = new ArrayList<>(List.of(5, 3, 9, 1, 7, 2));

    @Override
    public void act(Watch watch) throws Exception {
        watch.enter();
        list.sort((a, b) -> {
            Busy.work(watch, 5);
            return Integer.compare(a, b);
        });
        watch.exit();
        list.add(list.removeFirst());
        Busy.work(watch, 20);
    }
}
