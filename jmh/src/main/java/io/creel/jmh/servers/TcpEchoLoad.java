package io.creel.jmh.servers;

import io.creel.core.Batch;
import io.creel.ip.IpAddress;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.IpHost;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.TcpSettings;
import io.creel.jmh.nic.EchoLoad;
import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerProgram;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one message under way on each of several connections, over Creel's own TCP, so that the client needs no more of
 * its core than the server of its own. It compares what comes back.
 */
public final class TcpEchoLoad implements WorkerProgram {
    private static final int BATCH = 64;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Nic nic;
    private final int connections;
    private final Batch batch = new Batch(BATCH);
    private IpHost host;
    private long answered;
    private long failed;
    private boolean stopping;
    private int running;

    private TcpEchoLoad(Nic nic, int connections) {
        this.nic = nic;
        this.connections = connections;
    }

    /**
     * Takes the word of the NIC, the number of connections, and milliseconds to warm up and to measure. Prints
     * {@link EchoLoad#BEGIN}, then how many messages came back from then on; and how many in all, after every message
     * that was sent has come back.
     */
    public static void main(String[] arguments) throws Exception {
        try (Nic nic = Nics.open(arguments[0])) {
            var load = new TcpEchoLoad(nic, Integer.parseInt(arguments[1]));
            var worker = new Worker("load", load, System::nanoTime);
            run(worker, TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[2])));
            System.out.println(EchoLoad.BEGIN);
            long before = load.answered;
            run(worker, TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[3])));
            long counted = load.answered - before;
            load.stopping = true;
            long endNs = System.nanoTime() + PATIENCE_NS;
            while (load.running > 0) {
                worker.doWork();
                if (System.nanoTime() > endNs) {
                    throw new IllegalStateException("messages do not come back: connections=" + load.running);
                }
            }
            if (load.failed > 0) {
                throw new IllegalStateException("connections failed: failed=" + load.failed);
            }
            System.out.println(counted + " " + load.answered);
        }
    }

    private static void run(Worker worker, long lastNs) {
        long endNs = System.nanoTime() + lastNs;
        while (System.nanoTime() < endNs) {
            worker.doWork();
        }
    }

    @Override
    public int doWork(Worker self) {
        if (host == null) {
            host = IpHost.open(nic, new HostOptions(System::nanoTime, new SecureRandom()::nextLong)
                    .address("10.77.0.2/24").tcp(TcpSettings.defaults(), 2 * connections, 1));
            for (int i = 0; i < connections; i++) {
                running++;
                self.start(_ -> talk(), null);
            }
        }
        return host.doWork(self.carrier(), batch, BATCH);
    }

    private void talk() {
        boolean clean = false;
        try (TcpSocket socket = host.tcp().connect(IpAddress.parse(Site.ADDRESS), Site.ECHO_PORT, PATIENCE_NS)) {
            socket.nagle(false);
            byte[] message = new byte[Site.MESSAGE_BYTES];
            byte[] answer = new byte[Site.MESSAGE_BYTES];
            while (!stopping) {
                message[(int) (answered % message.length)]++;
                socket.write(message, 0, message.length);
                for (int came = 0; came < answer.length;) {
                    int more = socket.read(answer, came, answer.length - came, PATIENCE_NS);
                    if (more <= 0) {
                        throw new IllegalStateException("the echo is missing: came=" + came);
                    }
                    came += more;
                }
                if (!java.util.Arrays.equals(message, answer)) {
                    throw new IllegalStateException("the echo differs");
                }
                answered++;
            }
            clean = true;
        } finally {
            running--;
            failed += clean ? 0 : 1;
        }
    }
}
