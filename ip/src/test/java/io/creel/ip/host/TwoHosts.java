package io.creel.ip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.net.Nic;
import io.creel.net.memory.MemoryNic;
import io.creel.net.wrap.Impairment;
import io.creel.net.wrap.ImpairingNic;
import java.util.Random;

/** Two hosts on one link in memory, good or bad, in virtual time on one carrier. */
public final class TwoHosts implements AutoCloseable {
    public static final long SECOND = 1_000_000_000L;

    public final TestClock clock = new TestClock();
    public final IpHost one;
    public final IpHost two;
    public final Carrier carrier = new Carrier("two hosts");
    private final MemoryNic link = MemoryNic.pair();
    private final Nic nicOne;
    private final Nic nicTwo;
    private final Batch batch = new Batch(64);

    /** Over a good link. */
    public TwoHosts() {
        this(null, 1);
    }

    /** Over a link with these faults in both directions. */
    public TwoHosts(Impairment faults, long seed) {
        this(faults, seed, false);
    }

    /** Perhaps with a TCP for several workers. */
    public TwoHosts(Impairment faults, long seed, boolean severalWorkers) {
        var random = new Random(seed);
        nicOne = faults == null ? link : new ImpairingNic(link, Impairment.none(), faults, seed, clock);
        nicTwo = faults == null
                ? link.peer()
                : new ImpairingNic(link.peer(), Impairment.none(), faults, seed + 1, clock);
        HostOptions optionsOne = new HostOptions(clock, random::nextLong).macAddress(0x02_0000_0000_01L)
                .address("10.0.0.1/24").address("fd00::1/64");
        HostOptions optionsTwo = new HostOptions(clock, random::nextLong).macAddress(0x02_0000_0000_02L)
                .address("10.0.0.2/24").address("fd00::2/64");
        if (severalWorkers) {
            optionsOne.tcpOnSeveralWorkers();
            optionsTwo.tcpOnSeveralWorkers();
        }
        one = IpHost.open(nicOne, optionsOne);
        two = IpHost.open(nicTwo, optionsTwo);
        carrier.setClock(clock);
        carrier.tick(clock.getAsLong());
    }

    /** Works until nothing is left to do now. */
    public void settle() {
        carrier.tick(clock.getAsLong());
        while (one.doWork(carrier, batch, 64) + two.doWork(carrier, batch, 64) + carrier.poll() > 0) {
            carrier.tick(clock.getAsLong());
        }
    }

    /** Lets the second host receive what is on the link, and resumes no coroutine that this wakes. */
    public void deliverToTwo() {
        nicTwo.rx(0).poll(64, packet -> {
            carrier.start(two.path(), packet);
            return true;
        });
        carrier.resumeStarted();
    }

    /** Lets time pass in steps of 1 ms, working at each. */
    public void pass(long ns) {
        for (long left = ns; left > 0; left -= 1_000_000) {
            clock.advance(Math.min(1_000_000, left));
            settle();
        }
    }

    public void start(Body<Object> body) {
        carrier.start(body, null);
        carrier.resumeStarted();
        settle();
    }

    @Override
    public void close() {
        settle();
        one.close();
        two.close();
        carrier.close();
        assertEquals(0, one.counters().unaccounted(), () -> one.counters().toString());
        assertEquals(0, two.counters().unaccounted(), () -> two.counters().toString());
        nicOne.close();
        nicTwo.close();
        assertEquals(0, link.pool().outstanding());
        assertEquals(0, link.peer().pool().outstanding());
        assertEquals(0, one.largeOutstanding() + two.largeOutstanding());
    }
}
