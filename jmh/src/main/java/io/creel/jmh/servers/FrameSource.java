package io.creel.jmh.servers;

import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;

/**
 * Sends full frames as fast as the driver takes them, without a protocol and without a client: what a stream over this
 * link cannot pass. The kernel at the other end drops them, because it does not know their type.
 */
final class FrameSource implements Served {
    private static final int BATCH = 64;
    /** For experiments, see IEEE 802. */
    private static final int ETHER_TYPE = 0x88b5;
    private static final long TO = 0xffff_ffff_ffffL;

    private final Nic nic;
    private Thread thread;
    private final byte[] frame;
    /** Written by the sending thread, read by any. */
    private volatile long sent;

    private FrameSource(Nic nic) {
        this.nic = nic;
        frame = new byte[nic.capabilities().mtuBytes() + EthernetDescriptor.HEADER_BYTES];
    }

    static FrameSource open(String word) throws Exception {
        var source = new FrameSource(Nics.open(word));
        source.thread = Thread.ofPlatform().daemon().name("frame source").start(source::work);
        return source;
    }

    private void work() {
        var in = new PacketBatch(BATCH);
        var out = new PacketBatch(BATCH);
        long count = 0;
        while (!nic.isFinished()) {
            for (Packet packet = next(out); packet != null; packet = next(out)) {
                packet.resize(frame.length);
                packet.set(0, frame, 0, frame.length);
                Ethernet.destination(packet, TO);
                Ethernet.source(packet, nic.macAddress());
                Ethernet.etherType(packet, ETHER_TYPE);
                out.add(packet);
            }
            count += nic.tx(0).transmit(out);
            sent = count;
            nic.rx(0).poll(in, BATCH);
            for (int i = 0; i < in.size(); i++) {
                in.get(i).release();
            }
            in.clear();
        }
    }

    private Packet next(PacketBatch out) {
        return out.size() == BATCH ? null : nic.pool().allocate();
    }

    /** Returns how many frames were sent. */
    @Override
    public long requests() {
        return sent;
    }

    @Override
    public String counted() {
        return nic.statistics().toString();
    }

    @Override
    public long servingThread() {
        return thread.threadId();
    }
}
