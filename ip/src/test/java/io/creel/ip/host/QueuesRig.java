package io.creel.ip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.ip.HostCounter;
import io.creel.net.Packet;
import io.creel.net.memory.MemoryNic;
import java.util.Random;
import java.util.function.Consumer;

/**
 * One host on two queue pairs in virtual time, a carrier for each, and the far end of both. The steering is simple: the
 * last bit of the peer's port. Closed, it checks that every frame was accounted for and that no packet is left.
 */
public final class QueuesRig implements AutoCloseable {
    public static final int QUEUES = 2;

    public final TestClock clock = new TestClock();
    public final Random random = new Random(20);
    public final MemoryNic nic = MemoryNic.pair(QUEUES, 2048);
    public final MultiQueueHost hosts;
    public final Wire[] wires = new Wire[QUEUES];
    public final Carrier[] carriers = new Carrier[QUEUES];
    private final Batch batch = new Batch(64);

    public QueuesRig() {
        this(options -> {
        });
    }

    public QueuesRig(Consumer<HostOptions> setting) {
        var options = new HostOptions(clock, random::nextLong).macAddress(HostRig.MAC).address("10.0.0.1/24")
                .gateway("10.0.0.254").address("fd00::1/64").gateway("fd00::fe")
                .steering((protocol, localHigh, localLow, localPort, remoteHigh, remoteLow, remotePort,
                        queues) -> remotePort & 1);
        setting.accept(options);
        hosts = MultiQueueHost.open(nic, options);
        for (int i = 0; i < QUEUES; i++) {
            wires[i] = new Wire(nic.peer(), i, HostRig.MAC);
            carriers[i] = new Carrier("queue " + i);
            carriers[i].setClock(clock);
            carriers[i].tick(clock.getAsLong());
        }
    }

    public IpHost host(int queue) {
        return hosts.host(queue);
    }

    /** One queue works until it has nothing to do now. */
    public void settle(int queue) {
        carriers[queue].tick(clock.getAsLong());
        while (host(queue).doWork(carriers[queue], batch, 64) + carriers[queue].poll() > 0) {
            carriers[queue].tick(clock.getAsLong());
        }
    }

    /** Both queues work until nothing is left to do now, the last one first. */
    public QueuesRig settle() {
        for (int round = 0; round < 2 * QUEUES; round++) {
            settle(1);
            settle(0);
        }
        return this;
    }

    /** Lets time pass in steps of 5 ms, working at each. */
    public void pass(long ns) {
        for (long left = ns; left > 0; left -= 5_000_000) {
            clock.advance(Math.min(5_000_000, left));
            settle();
        }
    }

    public void start(int queue, Body<Object> body) {
        carriers[queue].start(body, null);
        carriers[queue].resumeStarted();
        settle();
    }

    public void send(int queue, Packet... packets) {
        wires[queue].send(packets);
        settle();
    }

    public long count(int queue, HostCounter counter) {
        return host(queue).counters().get(counter);
    }

    /** Makes a peer's link address known to both queues. */
    public QueuesRig know(String peer) {
        Packet asking = peer.indexOf(':') < 0
                ? wires[0].arp(1, Wire.PEER_MAC, peer, 0, "10.0.0.1")
                : wires[0].discovery(135, peer, "ff02::1:ff00:1", 0, "fd00::1", 1, Wire.PEER_MAC);
        send(0, asking);
        wires[0].lines();
        return this;
    }

    @Override
    public void close() {
        settle();
        hosts.close();
        for (int i = 0; i < QUEUES; i++) {
            carriers[i].poll();
            carriers[i].close();
            wires[i].frames(packet -> {
            });
            int queue = i;
            assertEquals(0, host(i).counters().unaccounted(), () -> host(queue).counters().toString());
            assertEquals(0, host(i).largeOutstanding());
        }
        assertEquals(0, nic.pool().outstanding(), "packets of the host");
        assertEquals(0, nic.peer().pool().outstanding(), "packets of the peer");
        nic.close();
        nic.peer().close();
    }
}
