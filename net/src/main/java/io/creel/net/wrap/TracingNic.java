package io.creel.net.wrap;

import io.creel.net.Nic;
import io.creel.net.Packet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells about both directions, a line a packet, see {@link PacketText}. */
public final class TracingNic extends CopyingNic {
    private final Consumer<String> lines;

    /**
     * @param epochNanoClock
     *            nanoseconds of the Unix epoch, for packets that carry no timestamp
     * @param lines
     *            called by {@link #drain}
     */
    public TracingNic(Nic inner, LongSupplier epochNanoClock, Consumer<String> lines) {
        super(inner, epochNanoClock);
        this.lines = lines;
    }

    /**
     * Tells about at most {@code max} packets. One thread at a time.
     *
     * @return about how many
     */
    public int drain(int max) {
        return take(max, this::tell);
    }

    private void tell(Packet copy) {
        try {
            lines.accept(PacketText.line(copy, copy.port() == RECEIVED ? "<" : ">"));
        } finally {
            copy.release();
        }
    }

    @Override
    void last(Packet copy) {
        tell(copy);
    }

    @Override
    void end() {
        // Lines end by themselves.
    }
}
