package io.creel.servers.raw;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One connection of a {@link RawPeer} that behaves as well or as badly as a test wants. By itself it completes the
 * handshake and acknowledges what comes in order; it never sends anything again. One thread.
 */
public final class RawClient {
    private final RawNet net;
    private final int port;
    private final int serverPort;
    /** The next number to send, and the next one expected. */
    public int sequence;
    public int expected;
    /** What each segment says of the receive window, in bytes; the scale is not agreed on. */
    public int window = 65_535;
    /** Whether it answers data. */
    public boolean acknowledges = true;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean established;
    private boolean reset;
    private boolean ended;
    private long segments;

    RawClient(RawNet net, int port, int serverPort) {
        this.net = net;
        this.port = port;
        this.serverPort = serverPort;
    }

    void arrived(RawTcp segment) {
        segments++;
        if (segment.has(RawTcp.RST)) {
            reset = true;
            return;
        }
        if (segment.has(RawTcp.SYN)) {
            if (!established) {
                established = true;
                sequence = segment.acknowledgment;
                expected = segment.sequence + 1;
            }
            raw(RawTcp.ACK, sequence, expected, new byte[0]);
            return;
        }
        boolean next = segment.length() > 0 && segment.sequence == expected;
        if (next && acknowledges && window > 0) {
            received.writeBytes(segment.payload);
            ended |= segment.has(RawTcp.FIN);
            expected += segment.length();
        }
        if (segment.length() > 0 && acknowledges) {
            raw(RawTcp.ACK, sequence, expected, new byte[0]);
        }
    }

    /** Sends a SYN. */
    public void connect() {
        raw(RawTcp.SYN, sequence, 0, new byte[0]);
    }

    /** Sends the next bytes of the stream in one segment. */
    public void send(byte[] bytes) {
        raw(RawTcp.ACK | RawTcp.PSH, sequence, expected, bytes);
        sequence += bytes.length;
    }

    public void send(String text) {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends any segment between these endpoints. */
    public void raw(int flags, int at, int acknowledgment, byte[] payload) {
        RawTcp segment = net.segment(port, serverPort);
        segment.flags = flags;
        segment.sequence = at;
        segment.acknowledgment = acknowledgment;
        segment.window = window;
        segment.payload = payload;
        net.send(segment.frame());
    }

    /** An empty segment between these endpoints, without flags and numbers. */
    public RawTcp segment() {
        return net.segment(port, serverPort);
    }

    /** Says the window, without data. */
    public void acknowledge() {
        raw(RawTcp.ACK, sequence, expected, new byte[0]);
    }

    public boolean isEstablished() {
        return established;
    }

    public boolean isReset() {
        return reset;
    }

    public boolean isEnded() {
        return ended;
    }

    /** How many segments came. */
    public long segments() {
        return segments;
    }

    public int receivedBytes() {
        return received.size();
    }

    public String received() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }
}
