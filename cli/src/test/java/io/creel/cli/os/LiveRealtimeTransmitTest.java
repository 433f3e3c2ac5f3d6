package io.creel.cli.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.live.Live;
import io.creel.net.live.NamespacePair;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.os.CpuSet;
import io.creel.schedulers.os.OsSettings;
import io.creel.schedulers.os.SchedulingPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker under {@code SCHED_FIFO} fills its transmit ring, and only a plain thread of the kernel on the same core
 * makes room in it. A worker that spins would starve that thread. It must lose no packet and give up its core.
 *
 * <pre>
 *    core 1                                                    other cores
 *   +--------------------------------------+                  +----------------+
 *   | net-0 (SCHED_FIFO) -> nic0 -> queue  |                  |                |
 *   |                                 |    |                  |                |
 *   | napi/peer0 (plain)  &lt;-----------+----+-> peer0 (AF_XDP) | test, receives |
 *   +--------------------------------------+                  +----------------+
 * </pre>
 */
@Timeout(120)
class LiveRealtimeTransmitTest {
    private static final int PACKETS = 30_000;
    private static final int FRAME_BYTES = 64;
    private static final int BATCH = 64;

    @TempDir
    Path folder;

    private int sent;
    private boolean busy = true;
    private volatile boolean allSent;
    private volatile String tid;

    @BeforeEach
    void require() {
        Live.require();
        Assumptions.assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "two CPUs are needed");
    }

    /** Sends as much as the ring takes in each cycle, and has always other work to do while packets are left. */
    private int send(Nic nic) throws IOException {
        if (tid == null) {
            tid = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
        }
        int work = nic.rx(0).poll(BATCH, packet -> {
            packet.release();
            return true;
        });
        while (sent < PACKETS && offer(nic)) {
            sent++;
        }
        allSent = sent == PACKETS;
        return busy ? 1 : work;
    }

    private static boolean offer(Nic nic) {
        Packet packet = nic.pool().allocate();
        if (packet == null) {
            return false;
        }
        packet.resize(FRAME_BYTES);
        packet.set64(0, -1);
        packet.set64(8, 0);
        if (nic.tx(0).transmit(packet)) {
            return true;
        }
        packet.release();
        return false;
    }

    private static int napiThread(String device) throws IOException {
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : all) {
                try {
                    if (Files.readString(each.resolve("comm")).startsWith("napi/" + device + "-")) {
                        return Integer.parseInt(each.getFileName().toString());
                    }
                } catch (IOException ended) {
                    continue;
                }
            }
        }
        return -1;
    }

    private long voluntarySwitches() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/task", tid, "status"))) {
            if (line.startsWith("voluntary_ctxt_switches:")) {
                return Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        throw new IOException("no count of switches: tid=" + tid);
    }

    @Test
    void shouldGiveUpItsCoreAndLoseNothingWhenTheTransmitRingIsFull() throws Exception {
        int core = Runtime.getRuntime().availableProcessors() - 1;
        Path one = Files.writeString(folder.resolve("one"), "1");
        try (NamespacePair pair = NamespacePair.create();
                Nic peer = pair.insidePeer(() -> Nics.open("afxdp:peer0"));
                Nic nic = pair.inside(() -> Nics.open("afxdp:nic0"))) {
            pair.nicSide("tc qdisc replace dev nic0 root pfifo limit 1000"); // a full veth then stops its queue
            pair.peerSide("cp " + one + " /sys/class/net/peer0/threaded");
            int napi = napiThread("peer0");
            Assumptions.assumeTrue(napi > 0, "the kernel has no threaded NAPI for veth");
            try (OsSettings settings = OsSettings.builder().cpus(CpuSet.of(core)).policy(SchedulingPolicy.fifo(10))
                    .apply();
                    WorkerGroup group = WorkerGroup.builder("net", 1).eachThread(settings).build()) {
                assertTrue(settings.admit(napi).inForce(), settings.outcomes()::toString);
                group.start((Worker _) -> send(nic));
                int received = receive(peer, group);
                assertTrue(settings.outcomes().toString().contains("in force: SCHED_FIFO 10 for worker net-0"),
                        settings.outcomes()::toString);
                assertEquals(PACKETS, received + peer.statistics().lost(), () -> nic.statistics() + "; "
                        + peer.statistics());
                assertEquals(0, nic.statistics().lost(), nic.statistics()::toString);
                assertTrue(nic.statistics().get(NicCounter.TX_REFUSED_RING_FULL) > 0, "the ring was full");
                long switches = voluntarySwitches();
                System.out.println("worker under SCHED_FIFO: voluntary switches=" + switches + ", received=" + received
                        + ", nic=" + nic.statistics() + ", peer=" + peer.statistics());
                assertTrue(switches >= PACKETS / 1_000, "it has blocked: voluntarySwitches=" + switches);
            }
        }
    }

    /** Receives until every packet is answered for; ends with the time-out of the test. */
    private int receive(Nic peer, WorkerGroup group) {
        int[] received = {0};
        while (!allSent || received[0] + peer.statistics().lost() < PACKETS) {
            peer.rx(0).poll(BATCH, packet -> {
                received[0] += packet.lengthBytes() == FRAME_BYTES ? 1 : 0;
                packet.release();
                return true;
            });
            assertTrue(group.worker(0).counts().programFailures() == 0, "the program has failed");
        }
        return received[0];
    }
}
