package io.creel.net.pcap;

import static io.creel.net.pcap.PcapngDescriptor.ENHANCED_MIN_BYTES;
import static io.creel.net.pcap.PcapngDescriptor.INTERFACE_MIN_BYTES;
import static io.creel.net.pcap.PcapngDescriptor.MAX_INTERFACES;
import static io.creel.net.pcap.PcapngDescriptor.OPTION_TIME_RESOLUTION;
import static io.creel.net.pcap.PcapngDescriptor.ORDER_MAGIC;
import static io.creel.net.pcap.PcapngDescriptor.SECTION_MIN_BYTES;
import static io.creel.net.pcap.PcapngDescriptor.TYPE_ENHANCED;
import static io.creel.net.pcap.PcapngDescriptor.TYPE_INTERFACE;
import static io.creel.net.pcap.PcapngDescriptor.TYPE_SECTION;
import static io.creel.net.pcap.PcapngDescriptor.padded;

import io.creel.net.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Writes one section. It describes an interface beyond the first when the first packet of its port, or of a higher
 * port, comes.
 */
final class PcapngWriter extends CaptureWriter {
    /** The length of an interface block: resolution option, its padding, and the end of options. */
    private static final int INTERFACE_BYTES = INTERFACE_MIN_BYTES + 8 + 4;
    private static final int NANOSECONDS = 9;

    private int interfaces;

    PcapngWriter(Path file, ByteOrder order) throws IOException {
        super(file, order);
        ByteBuffer out = room(SECTION_MIN_BYTES);
        out.putInt(TYPE_SECTION).putInt(SECTION_MIN_BYTES).putInt(ORDER_MAGIC);
        out.putShort((short) 1).putShort((short) 0);
        // The length of the section is unknown before its end; −1 says so.
        out.putLong(-1).putInt(SECTION_MIN_BYTES);
        addInterface(); // also if no packet comes, because readers refuse a file without any interface
    }

    @Override
    void record(Packet packet, int capturedBytes) throws IOException {
        int port = packet.port();
        if (port < 0 || port >= MAX_INTERFACES) {
            throw new IllegalArgumentException("port is no interface: packet=" + packet + ", port=" + port + ", limit="
                    + MAX_INTERFACES);
        }
        if (packet.timestampNs() < 0) {
            throw new IllegalArgumentException("timestamp lies before 1970: packet=" + packet + ", timestampNs="
                    + packet.timestampNs());
        }
        while (interfaces <= port) {
            addInterface();
        }
        int padding = (int) padded(capturedBytes) - capturedBytes;
        int length = ENHANCED_MIN_BYTES + capturedBytes + padding;
        ByteBuffer out = room(length);
        out.putInt(TYPE_ENHANCED).putInt(length).putInt(port);
        long ns = packet.timestampNs();
        out.putInt((int) (ns >>> 32)).putInt((int) ns);
        out.putInt(capturedBytes).putInt(packet.originalLengthBytes());
        append(packet, capturedBytes);
        for (int i = 0; i < padding; i++) {
            out.put((byte) 0);
        }
        out.putInt(length);
    }

    private void addInterface() throws IOException {
        ByteBuffer out = room(INTERFACE_BYTES);
        out.putInt(TYPE_INTERFACE).putInt(INTERFACE_BYTES);
        out.putShort((short) LinkType.ETHERNET).putShort((short) 0).putInt(CaptureReader.MAX_RECORD_BYTES);
        out.putShort((short) OPTION_TIME_RESOLUTION).putShort((short) 1);
        out.put((byte) NANOSECONDS).put((byte) 0).putShort((short) 0);
        out.putInt(PcapngDescriptor.OPTION_END);
        out.putInt(INTERFACE_BYTES);
        interfaces++;
    }
}
