package io.creel.cli.demo;

import io.creel.cli.Accepted;
import io.creel.core.Stash;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.RxQueue;
import io.creel.schedulers.Worker;
import io.creel.schedulers.program.WorkSource;

/**
 * <b>Where</b> coroutines wait on one worker: packets and background work in the policy's queue, flows in their map.
 * The wire has chosen the worker: it sends all packets of a conversation to one receive queue, and worker <i>n</i>
 * polls queue <i>n</i>.
 */
final class DemoPlacement implements WorkSource {
    private final RxQueue rx;
    private final DataPath dataPath;
    private final Conversations conversations;
    private final Background background;
    private final int backgrounds;
    private final PacketConsumer intoQueue = this::place;
    private Worker worker;
    private Stash queue;

    /**
     * Places the work of one worker.
     *
     * @param rx
     *            the worker's receive queue
     * @param backgrounds
     *            how many coroutines do background work
     */
    DemoPlacement(RxQueue rx, DataPath dataPath, Conversations conversations, Background background, int backgrounds) {
        this.rx = rx;
        this.dataPath = dataPath;
        this.conversations = conversations;
        this.background = background;
        this.backgrounds = backgrounds;
    }

    @Override
    public int poll(Worker polling, Stash entry, int max) {
        if (worker == null) {
            settle(polling, entry);
        }
        return rx.poll(max, intoQueue);
    }

    private void settle(Worker first, Stash entry) {
        worker = first;
        queue = entry;
        conversations.serve(first);
        for (int i = 0; i < backgrounds; i++) {
            Accepted.require(first.start(entry, background, entry));
        }
    }

    /**
     * Starts the data path as if its first line were {@code Coroutine.await(queue)}, without the cost of that
     * suspension.
     */
    private boolean place(Packet packet) {
        return worker.start(queue, dataPath, packet);
    }
}
