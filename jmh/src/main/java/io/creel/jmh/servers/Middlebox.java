package io.creel.jmh.servers;

import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.net.PacketBatch;
import io.creel.net.wrap.Impairment;
import io.creel.net.wrap.ImpairingNic;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A long way between servers and a client: it delays frames, loses some of those to the client, or bounds their rate.
 * It forwards until it is killed.
 */
public final class Middlebox {
    private static final int BATCH = 64;
    private static final int MOST_ON_THE_WAY = 4_096;
    private static final long PAUSE_NS = 50_000;

    private Middlebox() {
    }

    /**
     * Takes the words of the NIC at the servers and of that at the client; the delay of each direction in microseconds;
     * the share of the frames to the client that is lost; the rate to the client in bits per second, 0 for any, and how
     * many frames may be on that way; and a seed. Prints {@link ServerPeer#READY}.
     */
    public static void main(String[] arguments) throws Exception {
        long delayNs = TimeUnit.MICROSECONDS.toNanos(Long.parseLong(arguments[2]));
        Impairment back = Impairment.none().delay(delayNs, 0).queue(MOST_ON_THE_WAY);
        Impairment there = back.drop(Double.parseDouble(arguments[3]));
        long rate = Long.parseLong(arguments[4]);
        if (rate > 0) {
            there = there.rate(rate).queue(Integer.parseInt(arguments[5]));
        }
        try (Nic servers = new ImpairingNic(Nics.open(arguments[0]), there, Impairment.none(),
                Long.parseLong(arguments[6]), System::nanoTime);
                Nic client = new ImpairingNic(Nics.open(arguments[1]), back, Impairment.none(), 1,
                        System::nanoTime)) {
            System.out.println(ServerPeer.READY);
            var batch = new PacketBatch(BATCH);
            while (!servers.isFinished() && !client.isFinished()) {
                int work = forward(servers, client, batch) + forward(client, servers, batch);
                if (work == 0) {
                    LockSupport.parkNanos(PAUSE_NS);
                }
            }
        }
    }

    private static int forward(Nic from, Nic to, PacketBatch batch) {
        int came = from.rx(0).poll(batch, BATCH);
        to.tx(0).transmit(batch);
        while (batch.size() > 0) { // a full ring drops the rest
            batch.get(0).release();
            batch.removeFirst(1);
        }
        return came;
    }
}
