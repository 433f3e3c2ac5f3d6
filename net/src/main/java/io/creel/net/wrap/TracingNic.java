package io.creel.net.wrap;

import io.creel.core.spec.Transfers;
import io.creel.net.Nic;
import io.creel.net.Packet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Prints both directions, one line per packet, see {@link PacketText}. */
public final class TracingNic extends CopyingNic {
    private final Consumer<String> lines;

    /**
     * Wraps a NIC.
     *
     * @param inner the NIC to wrap; closed with this one
     * @param epochNanoClock nanoseconds of the Unix epoch, for packets that carry no timestamp
     * @param lines receives the lines; called by {@link #drain}
     */
    public TracingNic(Nic inner, LongSupplier epochNanoClock, Consumer<String> lines) {
        super(inner, epochNanoClock);
        this.lines = lines;
    }

    /**
     * Describes packets as lines. Threads: one at a time.
     *
     * @param max how many packets to describe at most
     * @return how many packets were described
     */
    public int drain(int max) {
        return take(max, this::tell);
    }

    private void tell(@Transfers(onException = true) Packet copy) {
        try {
            lines.accept(PacketText.line(copy, copy.port() == RECEIVED ? "<" : ">"));
        } finally {
            copy.release();
        }
    }

    @Override
    void last(@Transfers(onException = true) Packet copy) {
        tell(copy);
    }

    @Override
    void end() {
        // There is nothing to close.
    }
}
