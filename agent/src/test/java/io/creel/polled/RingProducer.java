package io.creel.polled;

import io.creel.agent.poll.Scene;
import io.creel.agent.poll.Watch;
import org.jctools.queues.MpscUnboundedXaddArrayQueue;

/** Offers to a ring that the worker's own program empties. */
public final class RingProducer implements Scene {
    private final MpscUnboundedXaddArrayQueue<Integer> ring;

    public RingProducer(MpscUnboundedXaddArrayQueue<Integer> ring) {
        this.ring = ring;
    }

    @Override
    public void act(Watch watch) {
        for (int i = 0; i < 20; i++) {
            while (!ring.offer(i)) {
                Busy.work(watch, 1);
            }
        }
        Busy.work(watch, 20);
    }
}
