package io.creel.jmh.servers;

import io.creel.jmh.nic.EchoLoad;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** Takes bytes as fast as they come, over the kernel's TCP. */
public final class BulkLoad {
    private static final int PART_BYTES = 1 << 18;
    private static final int PATIENCE_MS = 10_000;

    private BulkLoad() {
    }

    /**
     * Takes an address, and milliseconds to warm up and to measure. Prints {@link EchoLoad#BEGIN}, then how many bytes
     * came from then on, and in how many nanoseconds.
     */
    public static void main(String[] arguments) throws IOException {
        byte[] part = new byte[PART_BYTES];
        try (Socket socket = new Socket(arguments[0], Site.SOURCE_PORT)) {
            socket.setSoTimeout(PATIENCE_MS);
            InputStream in = socket.getInputStream();
            take(in, part, arguments[1]);
            System.out.println(EchoLoad.BEGIN);
            System.out.println(take(in, part, arguments[2]));
        }
    }

    private static String take(InputStream in, byte[] part, String lastMs) throws IOException {
        long beginNs = System.nanoTime();
        long lastNs = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(lastMs));
        long bytes = 0;
        long tookNs = 0;
        while (tookNs < lastNs) {
            int came = in.read(part);
            if (came < 0) {
                throw new IOException("the server has closed: bytes=" + bytes);
            }
            bytes += came;
            tookNs = System.nanoTime() - beginNs;
        }
        return bytes + " " + tookNs;
    }
}
