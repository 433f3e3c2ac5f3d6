package io.creel.examples.polls;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection of a client to a server of this machine, with one request at a time. For one thread. */
final class Connection implements Closeable {
    private static final int MOST_BYTES = 4_096;
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final byte[] answer = new byte[MOST_BYTES];

    Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
    }

    /** Asks for a path and reads the answer. Throws if it is not that of success. */
    void get(String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        int length = 0;
        int end = -1;
        while (end < 0 || length < end) {
            int more = length == MOST_BYTES ? -1 : in.read(answer, length, MOST_BYTES - length);
            if (more < 0) {
                throw new EOFException("the answer is not whole: path=" + path + ", bytes=" + length);
            }
            length += more;
            if (end < 0) {
                end = end(new String(answer, 0, length, StandardCharsets.US_ASCII), path);
            }
        }
    }

    /** Returns how many bytes an answer has; -1 if its head has not arrived. */
    private static int end(String text, String path) throws IOException {
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return -1;
        }
        int at = text.toLowerCase(java.util.Locale.ROOT).indexOf(LENGTH);
        if (!text.startsWith("HTTP/1.1 200 ") || at < 0 || at > head) {
            throw new IOException("unexpected answer: path=" + path + ", head=" + text.substring(0, head));
        }
        int from = at + LENGTH.length();
        return head + 4 + Integer.parseInt(text.substring(from, text.indexOf('\r', from)).strip());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
