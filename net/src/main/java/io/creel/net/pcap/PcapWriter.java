package io.creel.net.pcap;

import io.creel.net.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Writes the format that {@link PcapReader} describes, with nanoseconds. */
final class PcapWriter extends CaptureWriter {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    /** The format counts seconds in 32 bits, until February 2106. */
    private static final long MAX_SECONDS = 0xffff_ffffL;

    PcapWriter(Path file, ByteOrder order) throws IOException {
        super(file, order);
        ByteBuffer header = room(PcapReader.HEADER_BYTES);
        header.putInt(PcapReader.MAGIC_NANOS);
        header.putShort((short) PcapReader.VERSION_MAJOR).putShort((short) PcapReader.VERSION_MINOR);
        header.putLong(0);
        header.putInt(CaptureReader.MAX_RECORD_BYTES).putInt(LinkType.ETHERNET);
    }

    @Override
    void record(Packet packet, int capturedBytes) throws IOException {
        long ns = packet.timestampNs();
        if (ns < 0 || ns / NS_PER_SECOND > MAX_SECONDS) {
            throw new IllegalArgumentException("timestamp does not fit into a pcap file: packet=" + packet
                    + ", timestampNs=" + ns + ", limitSeconds=" + MAX_SECONDS + "; write pcapng");
        }
        ByteBuffer out = room(PcapReader.RECORD_HEADER_BYTES + capturedBytes);
        out.putInt((int) (ns / NS_PER_SECOND)).putInt((int) (ns % NS_PER_SECOND));
        out.putInt(capturedBytes).putInt(packet.originalLengthBytes());
        append(packet, capturedBytes);
    }
}
