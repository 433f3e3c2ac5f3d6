package io.creel.jmh.ip;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.ip.IpAddress;
import io.creel.ip.ProtocolReceive;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.HostSteps;
import io.creel.ip.host.IpHost;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.TcpSettings;
import io.creel.net.memory.MemoryNic;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A host at one end of a link in memory, on the calling thread, and its TCP step by itself. */
final class TcpRig {
    static final long MAC = 0x02_00_00_00_00_01L;
    static final int ADDRESS = 0x0a000001;
    static final int PORT = 80;
    /** Runs its argument. */
    static final Body<Runnable> RUN = Runnable::run;
    private static final int BATCH = 64;
    /** A pause of the process must not look like a loss. */
    private static final TcpSettings SETTINGS = TcpSettings.defaults().edit().rack(false).minRtoNs(60_000_000_000L)
            .done();

    final MemoryNic link = MemoryNic.pair();
    final Carrier carrier = new Carrier("host");
    final IpHost host;
    /** What the host calls for a segment. */
    ProtocolReceive tcp;
    private final Batch batch = new Batch(BATCH);
    private final TcpServer server;

    TcpRig(boolean locked) {
        this(locked, steps -> {
        });
    }

    /** Perhaps with other steps in front. */
    TcpRig(boolean locked, Consumer<HostSteps> change) {
        var options = new HostOptions(System::nanoTime, new SplittableRandom(1)::nextLong).macAddress(MAC)
                .address("10.0.0.1/24").tcp(SETTINGS, 64, 4);
        if (locked) {
            options.tcpOnSeveralWorkers();
        }
        host = IpHost.open(link, options, steps -> {
            steps.tcp(own -> {
                tcp = own;
                return own;
            });
            change.accept(steps);
        });
        host.permanentNeighbour("10.0.0.2", ScriptedPeer.MAC);
        carrier.setClock(System::nanoTime);
        server = host.tcp().listen(IpAddress.ANY_IPV4, PORT, 16);
    }

    /** One duty cycle. */
    int cycle() {
        carrier.tick(System.nanoTime());
        return host.doWork(carrier, batch, BATCH) + carrier.poll();
    }

    /** Works until nothing is left to do. */
    void settle() {
        while (cycle() > 0) {
            // there may be more
        }
    }

    /** A connection from a peer's port, and this end of it. */
    TcpSocket connect(ScriptedPeer peer) {
        peer.connect(this::settle);
        TcpSocket[] accepted = {null};
        run(() -> {
            accepted[0] = server.accept();
            accepted[0].nagle(false);
        });
        settle();
        return accepted[0];
    }

    /** Runs a coroutine as far as it comes. */
    void run(Runnable body) {
        carrier.start(RUN, body);
        carrier.resumeStarted();
    }
}
