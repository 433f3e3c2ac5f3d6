package io.creel.jmh.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients on open connections, a thread each. Latency runs from when a request was due, so it includes the wait for the
 * answer before.
 */
public final class HttpLoad {
    /** The end of every answer. */
    static final String END = "\n.";

    private static final int CONNECTIONS = 8;
    /** The run fails if the server does not answer for this time. */
    private static final int PATIENCE_MS = 30_000;

    private HttpLoad() {
    }

    /** One connection. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final byte[] buffer = new byte[4096];
        private long[] tookNs = new long[1 << 10];
        private int count;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MS);
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        /** Returns the answer with its headers. */
        String ask(String path) throws IOException {
            out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            int read = 0;
            while (read < 2 || buffer[read - 2] != END.charAt(0) || buffer[read - 1] != END.charAt(1)) {
                int more = in.read(buffer, read, buffer.length - read);
                if (more <= 0) {
                    throw new IOException("the server has closed the connection: read=" + read);
                }
                read += more;
            }
            return new String(buffer, 0, read, StandardCharsets.US_ASCII);
        }

        /**
         * Sends Poisson arrivals, or one request after the other if the gap is 0, until a time; keeps the latencies
         * after {@code keepFromNs}.
         */
        void run(SplittableRandom random, double meanGapNs, long keepFromNs, long untilNs) throws IOException {
            long dueNs = System.nanoTime();
            while (dueNs < untilNs) {
                for (long leftNs = dueNs - System.nanoTime(); leftNs > 0; leftNs = dueNs - System.nanoTime()) {
                    LockSupport.parkNanos(leftNs);
                }
                ask("/");
                long nowNs = System.nanoTime();
                if (dueNs >= keepFromNs) {
                    if (count == tookNs.length) {
                        tookNs = Arrays.copyOf(tookNs, 2 * count);
                    }
                    tookNs[count++] = nowNs - dueNs;
                }
                dueNs = meanGapNs == 0 ? nowNs : dueNs + (long) (-meanGapNs * Math.log(1 - random.nextDouble()));
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /**
     * Takes the port, requests per second (0 for as fast as they are answered), and milliseconds of warm-up and of
     * measuring. Prints nanoseconds of the server's CPU time per request, and the 99.9th percentile of latency in
     * nanoseconds.
     */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        double perSecond = Double.parseDouble(arguments[1]);
        long beginNs = System.nanoTime();
        long keepFromNs = beginNs + 1_000_000 * Long.parseLong(arguments[2]);
        long untilNs = keepFromNs + 1_000_000 * Long.parseLong(arguments[3]);
        double gapNs = perSecond == 0 ? 0 : 1e9 * CONNECTIONS / perSecond;
        SplittableRandom random = new SplittableRandom(1);
        List<Client> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Client client = new Client(port);
            SplittableRandom own = random.split();
            clients.add(client);
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    client.run(own, gapNs, keepFromNs, untilNs);
                } catch (IOException broken) {
                    broken.printStackTrace();
                    System.exit(1);
                }
            }));
        }
        try (Client watch = new Client(port)) {
            Thread.sleep(Math.max(0, keepFromNs - System.nanoTime()) / 1_000_000);
            long cpuBeforeNs = cpuNs(watch);
            for (Thread thread : threads) {
                thread.join();
            }
            long cpuNs = cpuNs(watch) - cpuBeforeNs;
            long[] tookNs = clients.stream().flatMapToLong(client -> Arrays.stream(client.tookNs, 0, client.count))
                    .sorted()
                    .toArray();
            System.out.println(tookNs.length + " requests");
            System.out
                    .println((double) cpuNs / tookNs.length + " " + tookNs[(int) Math.ceil(.999 * tookNs.length) - 1]);
        }
        for (Client client : clients) {
            client.close();
        }
    }

    private static long cpuNs(Client watch) throws IOException {
        String answer = watch.ask("/cpu");
        return Long.parseLong(answer.substring(answer.indexOf("\r\n\r\n") + 4, answer.length() - END.length()));
    }
}
