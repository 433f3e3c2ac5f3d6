package io.creel.net.xdp;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.net.NicCounter;
import io.creel.net.NicStatistics;
import io.creel.net.Packet;
import io.creel.net.driver.PoolWatch;
import org.jspecify.annotations.Nullable;

/** Joins a frame that came in several chunks in one larger packet: the only copy of this driver. */
final class XdpGather {
    private final @Nullable PoolWatch large;
    private final NicStatistics statistics;
    @Owned
    private @Nullable Packet whole;
    private boolean open;
    /** Whether the current frame found no free packet and its loss is counted. Written by the poller. */
    private boolean counted;

    /**
     * Makes a gatherer without a current frame.
     *
     * @param large where the packets come from; {@code null} if frames are never longer than a chunk
     */
    XdpGather(@Nullable PoolWatch large, NicStatistics statistics) {
        this.large = large;
        this.statistics = statistics;
    }

    /** Returns whether more parts of the current frame will come. */
    boolean isOpen() {
        return open;
    }

    /**
     * Takes the next part over. Returns the frame with its last part; {@code null} before that, or if the frame has no
     * room.
     */
    @Acquires(when = Result.NON_NULL)
    @Nullable
    Packet add(@Transfers(onException = true) Packet part, boolean more) {
        try {
            if (!open) {
                open = true;
                whole = large == null ? null : large.allocate();
                counted = whole == null && large != null;
            }
            if (whole != null) {
                append(part);
            }
        } finally {
            part.release();
        }
        if (more) {
            return null;
        }
        open = false;
        if (whole == null && !counted) {
            statistics.add(NicCounter.RX_UNDELIVERABLE, 1);
        }
        Packet frame = whole;
        whole = null;
        return frame;
    }

    @SuppressWarnings("NullAway") // called only if a frame has begun
    private void append(Packet part) {
        int at = whole.lengthBytes();
        int bytes = part.lengthBytes();
        if (bytes > whole.capacityBytes() - at) {
            whole.release();
            whole = null;
            return;
        }
        whole.resize(at + bytes);
        whole.copyFrom(part, 0, at, bytes);
    }

    void close() {
        if (whole != null) {
            whole.release();
            whole = null;
        }
    }
}
