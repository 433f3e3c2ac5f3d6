package io.creel.jmh.check;

import io.creel.core.Batch;
import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketBody;
import io.creel.net.PacketConsumer;
import io.creel.net.wire.DropReason;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.Headers;
import io.creel.net.wire.Ipv4;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerProgram;

/**
 * An echo: a coroutine per frame, which waits in a list, is parsed, turned round and transmitted. Frames that cannot be
 * parsed end here. The same program as {@code EchoPeer}, over any NIC.
 */
final class MemoryEcho implements WorkerProgram {
    private static final int BATCH = 64;

    private final Nic nic;
    private final PacketBatch out = new PacketBatch(BATCH);
    private final ListStash list = new ListStash("list");
    private final Batch batch = new Batch(BATCH);
    private final PacketBody body = this::echo;
    private final PacketConsumer arrival = this::arrived;
    private Worker worker;
    /** Counts frames that ended here. */
    long dropped;

    MemoryEcho(Nic nic) {
        this.nic = nic;
    }

    private boolean arrived(Packet packet) {
        return worker.start(list, body, packet);
    }

    private void echo(Packet packet) {
        if (packet.parse() == DropReason.NONE) {
            turn(packet);
            out.add(packet);
        } else {
            dropped++;
            packet.release();
        }
    }

    /** Swaps source and destination, which changes no checksum. */
    private static void turn(Packet packet) {
        long destination = Ethernet.destination(packet);
        Ethernet.destination(packet, Ethernet.source(packet));
        Ethernet.source(packet, destination);
        Headers headers = packet.headers();
        if (headers.isIpv4()) {
            int at = headers.networkOffset();
            int source = Ipv4.source(packet, at);
            Ipv4.source(packet, at, Ipv4.destination(packet, at));
            Ipv4.destination(packet, at, source);
        }
    }

    @Override
    public int doWork(Worker self) {
        worker = self;
        int work = nic.rx(0).poll(BATCH - out.size(), arrival);
        self.resume(list.drain(batch, BATCH));
        nic.tx(0).transmit(out);
        return work;
    }
}
