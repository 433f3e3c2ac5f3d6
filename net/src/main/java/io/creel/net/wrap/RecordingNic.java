package io.creel.net.wrap;

import io.creel.core.spec.Transfers;
import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.pcap.CaptureWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** Records both directions to a pcapng file: interface 0 has the received packets, interface 1 the transmitted ones. */
public final class RecordingNic extends CopyingNic {
    private final CaptureWriter writer;

    private RecordingNic(Nic inner, CaptureWriter writer, LongSupplier epochNanoClock) {
        super(inner, epochNanoClock);
        this.writer = writer;
    }

    /**
     * Creates the file and wraps a NIC.
     *
     * @param inner the NIC to wrap; closed with this one
     * @param file the path of the file, which is replaced
     * @param epochNanoClock nanoseconds of the Unix epoch, for packets that carry no timestamp
     * @return the NIC, open; the caller closes it
     * @throws IOException if the file cannot be created
     */
    public static RecordingNic open(Nic inner, Path file, LongSupplier epochNanoClock) throws IOException {
        return new RecordingNic(inner, CaptureWriter.pcapng(file), epochNanoClock);
    }

    /**
     * Writes copies to the file. Threads: one at a time. May block on the disk.
     *
     * @param max how many copies to write at most
     * @return how many copies were written
     */
    public int drain(int max) {
        return take(max, this::write);
    }

    private void write(@Transfers(onException = true) Packet copy) {
        try {
            writer.write(copy);
        } catch (IOException e) {
            throw new UncheckedIOException("recording stopped: nic=" + name() + ", packets=" + writer.packets()
                    + "; free some space on the disk", e);
        } finally {
            copy.release();
        }
    }

    @Override
    void last(@Transfers(onException = true) Packet copy) {
        write(copy);
    }

    /** Closes the file, after all waiting copies were written. */
    @Override
    void end() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("recording is incomplete: nic=" + name() + ", packets=" + writer.packets()
                    + "; free some space on the disk", e);
        }
    }
}
