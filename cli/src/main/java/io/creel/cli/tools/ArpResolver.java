package io.creel.cli.tools;

import io.creel.core.spec.Owned;
import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.TxQueue;
import io.creel.net.wire.Arp;
import io.creel.net.wire.ArpDescriptor;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import java.util.function.LongSupplier;

/** Finds an Ethernet address by ARP, before the workers use the NIC. Blocks for a second at most. */
final class ArpResolver {
    private static final int TRIES = 4;
    private static final long ANSWER_NS = 250_000_000;

    private final Nic nic;
    private final LongSupplier nanoClock;
    @Owned
    private final PacketBatch batch = new PacketBatch(16);

    ArpResolver(Nic nic, LongSupplier nanoClock) {
        this.nic = nic;
        this.nanoClock = nanoClock;
    }

    /** Returns the Ethernet address of {@code target}; 0 if no answer arrives. */
    long ask(int own, int target) {
        for (int i = 0; i < TRIES && !nic.isFinished(); i++) {
            request(own, target);
            long found = await(target);
            if (found != 0) {
                return found;
            }
        }
        return 0;
    }

    private void request(int own, int target) {
        long mac = nic.macAddress();
        TxQueue out = nic.tx(0);
        Packet packet = nic.pool().allocate();
        if (packet == null) {
            return;
        }
        int at = EthernetDescriptor.HEADER_BYTES;
        packet.resize(at + ArpDescriptor.PACKET_BYTES);
        Ethernet.destination(packet, Ethernet.BROADCAST);
        Ethernet.source(packet, mac);
        Ethernet.etherType(packet, EthernetDescriptor.TYPE_ARP);
        Arp.write(packet, at, ArpDescriptor.REQUEST, mac, own, 0, target);
        packet.egress(out);
        packet.transmit();
    }

    private long await(int target) {
        long endNs = nanoClock.getAsLong() + ANSWER_NS;
        long found = 0;
        for (long leftNs = ANSWER_NS; found == 0 && leftNs > 0; leftNs = endNs - nanoClock.getAsLong()) {
            nic.rx(0).awaitReadable(Math.min(leftNs, ANSWER_NS / TRIES / nic.queues()));
            for (int queue = 0; queue < nic.queues(); queue++) {
                nic.rx(queue).poll(batch, batch.capacity());
                for (int i = 0; i < batch.size() && found == 0; i++) {
                    found = answer(batch.get(i), target);
                }
                batch.releaseAll();
            }
        }
        return found;
    }

    private static long answer(Packet packet, int target) {
        int at = EthernetDescriptor.HEADER_BYTES;
        boolean ours = packet.lengthBytes() >= at + ArpDescriptor.PACKET_BYTES
                && Ethernet.etherType(packet) == EthernetDescriptor.TYPE_ARP
                && Arp.operation(packet, at) == ArpDescriptor.REPLY && Arp.senderProtocol(packet, at) == target;
        return ours ? Arp.senderHardware(packet, at) : 0;
    }
}
