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
 * One host in virtual time, and the far end of its link. Closed, it checks that every frame was accounted for and that
 * no packet is left.
 */
public final class HostRig implements AutoCloseable {
    public static final long MAC = 0x02_00_00_00_00_01L;
    public static final long SECOND = 1_000_000_000L;

    public final TestClock clock = new TestClock();
    public final Random random = new Random(20);
    public final MemoryNic nic;
    public final Wire wire;
    public final IpHost host;
    public final Carrier carrier = new Carrier("host rig");
    private final Batch batch = new Batch(64);

    /** 10.0.0.1/24 and fd00::1/64 with gateways. */
    public HostRig() {
        this(options -> options.address("10.0.0.1/24").gateway("10.0.0.254").address("fd00::1/64").gateway("fd00::fe"));
    }

    public HostRig(Consumer<HostOptions> setting) {
        this(setting, steps -> {
        });
    }

    public HostRig(Consumer<HostOptions> setting, Consumer<HostSteps> change) {
        nic = MemoryNic.pair();
        wire = new Wire(nic.peer(), MAC);
        var options = new HostOptions(clock, random::nextLong).macAddress(MAC);
        setting.accept(options);
        host = IpHost.open(nic, options, change);
        carrier.setClock(clock);
        carrier.tick(clock.getAsLong());
    }

    /** Works until nothing is left to do now. */
    public HostRig settle() {
        carrier.tick(clock.getAsLong());
        while (host.doWork(carrier, batch, 64) + carrier.poll() > 0) {
            carrier.tick(clock.getAsLong());
        }
        return this;
    }

    /** Lets time pass in steps of 5 ms, working at each. */
    public HostRig pass(long ns) {
        long step = 5_000_000;
        for (long left = ns; left > 0; left -= step) {
            clock.advance(Math.min(step, left));
            settle();
        }
        return this;
    }

    /** Starts a coroutine and lets it run as far as it comes. */
    public <A> void start(Body<A> body, A argument) {
        carrier.start(body, argument);
        carrier.resumeStarted();
        settle();
    }

    public void send(Packet... packets) {
        wire.send(packets);
        settle();
    }

    public long count(HostCounter counter) {
        return host.counters().get(counter);
    }

    /** Makes the peer's link address known, as if it had asked for ours. */
    public HostRig know(String peer) {
        if (peer.indexOf(':') < 0) {
            send(wire.arp(1, Wire.PEER_MAC, peer, 0, "10.0.0.1"));
        } else {
            send(wire.discovery(135, peer, "ff02::1:ff00:1", 0, "fd00::1", 1, Wire.PEER_MAC));
        }
        wire.lines();
        return this;
    }

    @Override
    public void close() {
        settle();
        host.close();
        carrier.close();
        wire.frames(packet -> {
        });
        assertEquals(0, host.counters().unaccounted(), () -> host.counters().toString());
        assertEquals(0, host.largeOutstanding());
        assertEquals(0, nic.pool().outstanding(), "packets of the host");
        assertEquals(0, nic.peer().pool().outstanding(), "packets of the peer");
        nic.close();
        nic.peer().close();
    }
}
