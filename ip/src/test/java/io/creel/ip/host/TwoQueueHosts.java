package io.creel.ip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.ip.HostCounter;
import io.creel.ip.tcp.TcpSettings;
import io.creel.net.Nic;
import io.creel.net.memory.MemoryNic;
import io.creel.net.wrap.Impairment;
import io.creel.net.wrap.ImpairingNic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Two hosts of two queues each on one bad link, in virtual time, a carrier for each queue. A frame arrives at the queue
 * that has the number of the one that has sent it, whatever the other host's steering says.
 */
public final class TwoQueueHosts implements AutoCloseable {
    public static final int QUEUES = 2;

    public final TestClock clock = new TestClock();
    /** 10.0.0.1 and 10.0.0.2. */
    public final MultiQueueHost[] hosts = new MultiQueueHost[2];
    public final Carrier[][] carriers = new Carrier[2][QUEUES];
    /** Each conversation of TCP that a queue has processed a segment of: {@code host/flow}, and which queues. */
    public final Map<String, List<Integer>> seen = new HashMap<>();
    private final MemoryNic link = MemoryNic.pair(QUEUES, 1024);
    private final Nic[] nics = new Nic[2];
    private final Batch batch = new Batch(64);

    public TwoQueueHosts(Impairment faults, long seed, boolean severalWorkers) {
        var random = new Random(seed);
        nics[0] = new ImpairingNic(link, Impairment.none(), faults, seed, clock);
        nics[1] = new ImpairingNic(link.peer(), Impairment.none(), faults, seed + 1, clock);
        for (int i = 0; i < 2; i++) {
            TcpSettings settings = TcpSettings.defaults().edit().timeWaitNs(1_000_000_000).done();
            HostOptions options = new HostOptions(clock, random::nextLong).macAddress(0x02_0000_0000_01L + i)
                    .address("10.0.0." + (1 + i) + "/24").address("fd00::" + (1 + i) + "/64").tcp(settings, 256, 4);
            if (severalWorkers) {
                options.tcpOnSeveralWorkers();
            }
            int host = i;
            int[] queue = {0};
            hosts[i] = MultiQueueHost.open(nics[i], options, steps -> {
                int number = queue[0]++;
                steps.tcp(own -> packet -> {
                    List<Integer> queues = seen.computeIfAbsent(host + "/" + packet.flow(), _ -> new ArrayList<>());
                    if (!queues.contains(number)) {
                        queues.add(number);
                    }
                    own.receive(packet);
                });
            });
            for (int q = 0; q < QUEUES; q++) {
                carriers[i][q] = new Carrier("queue " + q + " of host " + i);
                carriers[i][q].setClock(clock);
                carriers[i][q].tick(clock.getAsLong());
            }
        }
    }

    /** Works until nothing is left to do now. */
    public void settle() {
        int work = 1;
        while (work > 0) {
            work = 0;
            for (int i = 0; i < 2; i++) {
                for (int q = 0; q < QUEUES; q++) {
                    carriers[i][q].tick(clock.getAsLong());
                    work += hosts[i].host(q).doWork(carriers[i][q], batch, 64) + carriers[i][q].poll()
                            + carriers[i][q].resumeStarted();
                }
            }
        }
    }

    /** Lets time pass in steps of 1 ms, working at each. */
    public void pass(long ns) {
        for (long left = ns; left > 0; left -= 1_000_000) {
            clock.advance(Math.min(1_000_000, left));
            settle();
        }
    }

    public void start(int host, int queue, Body<Object> body) {
        carriers[host][queue].start(body, null);
    }

    public long count(HostCounter counter) {
        long sum = 0;
        for (MultiQueueHost host : hosts) {
            for (int q = 0; q < QUEUES; q++) {
                sum += host.host(q).counters().get(counter);
            }
        }
        return sum;
    }

    @Override
    public void close() {
        settle();
        for (int i = 0; i < 2; i++) {
            hosts[i].close();
            for (int q = 0; q < QUEUES; q++) {
                carriers[i][q].poll();
                carriers[i][q].close();
                var counters = hosts[i].host(q).counters();
                assertEquals(0, counters.unaccounted(), counters::toString);
                assertEquals(0, hosts[i].host(q).largeOutstanding());
            }
        }
        nics[0].close();
        nics[1].close();
        assertEquals(0, link.pool().outstanding());
        assertEquals(0, link.peer().pool().outstanding());
    }
}
