package io.creel.agent.check.programs;

import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.net.PacketPool;

/** Packets whose coroutines begin on one thread and end on another; one of some uses its packet after the release. */
public final class Crossing implements Runnable {
    private static final int EACH = 64;

    private final Carrier carrier;
    private final Stash shared;
    private final PacketPool pool;
    private final int rounds;

    /** Takes what all threads share. */
    public Crossing(Carrier carrier, Stash shared, PacketPool pool, Integer rounds) {
        this.carrier = carrier;
        this.shared = shared;
        this.pool = pool;
        this.rounds = rounds;
    }

    @Suspends
    private static void path(Stash shared, @Transfers @GivenBack Packet packet) {
        boolean isWrong = packet.timestampNs() % EACH == 0;
        Coroutine.await(shared);
        packet.port(1);
        packet.release();
        if (isWrong) {
            packet.port(2);
        }
    }

    @Override
    public void run() {
        Body<Packet> body = packet -> path(shared, packet);
        for (int i = 1; i <= rounds; i++) {
            Packet packet = pool.allocate();
            if (packet != null) {
                packet.timestampNs(i);
                carrier.start(body, packet);
            }
            carrier.resumeStarted();
            Coroutine waiting = shared.pop();
            if (waiting != null) {
                carrier.resume(waiting);
            }
        }
    }
}
