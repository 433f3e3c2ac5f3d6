package io.creel.cli.tools;

import io.creel.net.PacketBody;
import io.creel.net.RxQueue;

/**
 * One way through a tool.
 *
 * @param rx
 *            where packets come from
 * @param out
 *            what the body puts packets into; null for a tool that keeps them
 * @param body
 *            <b>what</b> happens to each, as a coroutine
 */
record Lane(RxQueue rx, Outbox out, PacketBody body) {
    int room() {
        return out == null ? Outbox.CAPACITY : out.room();
    }
}
