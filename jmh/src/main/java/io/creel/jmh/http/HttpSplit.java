package io.creel.jmh.http;

import io.creel.cli.report.SplitPage;
import io.creel.schedulers.latency.LatencySplit;
import io.creel.schedulers.latency.SplitReport;
import io.creel.schedulers.latency.SwitchRecords;
import io.creel.schedulers.os.CpuSet;
import io.creel.schedulers.os.KernelThreads;
import io.creel.schedulers.os.SwitchRecorder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * One thread that sends HTTP requests when they are due, over many connections, and splits the time of each. It opens
 * the instruments before the warm-up, and keeps its process, and the server's compilers and collectors, off the core of
 * the server's worker.
 */
public final class HttpSplit {
    private static final int CONNECTIONS = 128;
    private static final int NAMED = 6;
    private static final long LOOK_NS = 30_000;
    private static final long PATIENCE_NS = 30_000_000_000L;
    private static final long RING_BYTES = 1L << 28;
    private static final byte[] ASK = "GET /times HTTP/1.1\r\nHost: localhost\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final List<String> JVM = List.of("C1 Comp", "C2 Comp", "GC Thread", "G1 ", "VM ");

    private final Deque<Connection> free = new ArrayDeque<>();
    private final Selector selector = Selector.open();
    private final long[] dueNs;
    private final long[] sentNs;
    private final long[] beginNs;
    private final long[] endNs;
    private final long[] seenNs;
    private int seen;

    private HttpSplit(int requests) throws IOException {
        dueNs = new long[requests];
        sentNs = new long[requests];
        beginNs = new long[requests];
        endNs = new long[requests];
        seenNs = new long[requests];
    }

    /** One connection, with at most one request on its way. */
    private final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(1024);
        private int request;

        Connection(int port) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.socket().setTcpNoDelay(true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(int number) throws IOException {
            request = number;
            sentNs[number] = System.nanoTime();
            if (channel.write(ByteBuffer.wrap(ASK)) != ASK.length) {
                throw new IOException("the connection took a part of a request: request=" + number);
            }
        }

        void read() throws IOException {
            if (channel.read(buffer) < 0) {
                throw new IOException("the server has closed a connection: request=" + request);
            }
            int size = buffer.position();
            if (size >= 2 && buffer.get(size - 2) == HttpLoad.END.charAt(0)
                    && buffer.get(size - 1) == HttpLoad.END.charAt(1)) {
                seenNs[request] = System.nanoTime();
                String answer = new String(buffer.array(), 0, size - 2, StandardCharsets.US_ASCII);
                String[] words = answer.substring(answer.indexOf("\r\n\r\n") + 4).split(" ");
                beginNs[request] = Long.parseLong(words[0]);
                endNs[request] = Long.parseLong(words[1]);
                buffer.clear();
                free.addLast(this); // in turn, so that the server closes none as idle
                seen++;
            }
        }
    }

    /** Sends all requests, Poisson arrivals of a rate. */
    private void run(int port, double perSecond, long seed) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            free.add(new Connection(port));
        }
        SplittableRandom random = new SplittableRandom(seed);
        double atNs = System.nanoTime();
        for (int i = 0; i < dueNs.length; i++) {
            atNs += -1e9 / perSecond * Math.log(1 - random.nextDouble());
            dueNs[i] = (long) atNs;
        }
        int next = 0;
        while (seen < dueNs.length) {
            long nowNs = System.nanoTime();
            if (next < dueNs.length && nowNs - dueNs[next] >= 0 && !free.isEmpty()) {
                free.removeFirst().send(next++);
            } else if (selector.selectNow(key -> read((Connection) key.attachment())) == 0) {
                long waitNs = next < dueNs.length ? dueNs[next] - nowNs : LOOK_NS;
                LockSupport.parkNanos(Math.clamp(waitNs, 0, LOOK_NS));
            }
            if (nowNs - dueNs[dueNs.length - 1] > PATIENCE_NS) {
                throw new IOException("answers are missing: sent=" + next + ", seen=" + seen);
            }
        }
        for (Connection each : free) {
            each.channel.close();
        }
    }

    private static void read(Connection connection) {
        try {
            connection.read();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /**
     * Takes the server's port and name, requests per second, the seconds of warm-up, the number of requests, and the
     * file of the page. Prints the table; the last line is 0 if the run is void and 1 otherwise.
     */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        String peer = arguments[1];
        double perSecond = Double.parseDouble(arguments[2]);
        int[] cpus = KernelThreads.affinity(0).numbers();
        CpuSet own = cpus.length > 1 ? CpuSet.of(cpus[0]) : CpuSet.of(cpus);
        int workerCpu = cpus[cpus.length - 1];
        KernelThreads.of(KernelThreads.process()).keySet().forEach(tid -> KernelThreads.pin(tid, own));
        String[] ids = ask(port, "/ids?" + workerCpu).split(" ");
        int server = Integer.parseInt(ids[0]);
        int worker = Integer.parseInt(ids[1]);
        KernelThreads.of(server).forEach((tid, name) -> {
            if (JVM.stream().anyMatch(name::startsWith)) {
                KernelThreads.pin(tid, own);
            }
        });
        try (SwitchRecorder recorder = SwitchRecorder.open(CpuSet.of(cpus), RING_BYTES, System::nanoTime)) {
            new HttpSplit((int) (perSecond * Integer.parseInt(arguments[3]))).run(port, perSecond, 1);
            HttpSplit run = new HttpSplit(Integer.parseInt(arguments[4]));
            run.run(port, perSecond, 2);
            SwitchRecords records = recorder.stop();
            if (!ask(port, "/ids?" + workerCpu).equals(ids[0] + " " + ids[1])) {
                throw new IllegalStateException("the server's worker changed its thread: tid=" + worker);
            }
            run.report(peer, records, recorder.refusal(), worker, server, Path.of(arguments[5]));
        }
    }

    private void report(String peer, SwitchRecords records, String refusal, int worker, int server, Path page)
            throws IOException {
        ServedTimes times = records == null
                ? new ServedTimes()
                : new ServedTimes(records, worker, server, KernelThreads.stoppers(server),
                        KernelThreads.of(server).entrySet().stream()
                                .filter(each -> each.getValue().startsWith("HTTP-Disp")).mapToInt(Map.Entry::getKey)
                                .toArray());
        LatencySplit split = new LatencySplit(dueNs.length);
        for (int i = 0; i < dueNs.length; i++) {
            times.add(dueNs[i], sentNs[i], beginNs[i], endNs[i], seenNs[i], split);
        }
        double others = times.shareOfOthers(dueNs[0], Arrays.stream(seenNs).max().orElseThrow());
        long lost = records == null ? 0 : records.lost();
        boolean isVoid = lost > 0 || others > SplitReport.MAX_OTHERS;
        String holders = records == null ? "unknown" : holders(records, worker, server);
        String beside = Files.isReadable(Path.of("/proc/loadavg"))
                ? Files.readString(Path.of("/proc/loadavg")).strip()
                : "";
        List<String> notes = List.of(split.size() + " requests; instrument: "
                + (refusal == null ? "context switches of the kernel, exact" : "the answers alone; " + refusal),
                "on the worker's core besides it: " + holders, String.format(Locale.ROOT,
                        "not this program's: %.1f %% of the worker's time, records lost: %d%s; load average %s",
                        100 * others, lost, isVoid ? "; VOID" : "", beside));
        System.out.println("\n" + peer + "\n\n" + new SplitReport(split).markdown());
        notes.forEach(System.out::println);
        Files.createDirectories(page.toAbsolutePath().getParent());
        Files.writeString(page, SplitPage.of("HTTP beside CPU-bound work: " + peer, notes, split));
        System.out.println("page: " + page);
        int[] slowest = new SplitReport(split).slowest(Math.max(1, split.size() / 1000));
        System.out.println(split.rawNs(slowest[slowest.length - 1]) + " "
                + split.sortedAdjustedNs()[(int) Math.ceil(.999 * split.size()) - 1] + " " + (isVoid ? 0 : 1));
    }

    /** Names the threads that had the worker's core the longest while the worker was off it. */
    private static String holders(SwitchRecords records, int worker, int server) {
        Map<String, Long> byName = new HashMap<>();
        records.stops(worker, server).holders().forEach((tid, ns) -> byName.merge(records.name(tid), ns, Long::sum));
        return byName.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(NAMED)
                .map(each -> String.format(Locale.ROOT, "%s %.1f ms", each.getKey(), each.getValue() / 1e6))
                .collect(Collectors.joining(", "));
    }

    private static String ask(int port, String path) throws IOException {
        try (SocketChannel channel = SocketChannel
                .open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            channel.write(ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(
                    StandardCharsets.US_ASCII)));
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            String text = "";
            while (!text.endsWith(HttpLoad.END) && channel.read(buffer) >= 0) {
                text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
            }
            return text.substring(text.indexOf("\r\n\r\n") + 4, text.length() - HttpLoad.END.length());
        }
    }
}
