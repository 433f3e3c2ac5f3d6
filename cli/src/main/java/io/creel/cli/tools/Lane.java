package io.creel.cli.tools;

import io.creel.net.PacketBody;
import io.creel.net.RxQueue;

/**
 * One direction through a tool.
 *
 * @param rx
 *            the queue that packets come from
 * @param out
 *            the box that the body puts packets into; {@code null} for a tool that keeps them
 * @param body
 *            <b>what</b> happens to each packet, as a coroutine
 */
record Lane(RxQueue rx, Outbox out, PacketBody body) {
    int room() {
        return out == null ? Outbox.CAPACITY : out.room();
    }
}
