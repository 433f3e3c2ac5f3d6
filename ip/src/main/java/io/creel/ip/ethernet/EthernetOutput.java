package io.creel.ip.ethernet;

import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.SendResult;
import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.TxQueue;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;

/** Sends through one transmit queue of a NIC (RFC 894; RFC 2464, section 3). */
public final class EthernetOutput implements LinkOutput {
    private final TxQueue queue;
    private final Nic nic;
    private final long macAddress;
    private final HostCounters counters;

    /**
     * Makes an output through one transmit queue.
     *
     * @param queue the transmit queue
     * @param macAddress the source of every frame, in the lower 48 bits, its first byte highest
     * @param counters the host's counters
     */
    public EthernetOutput(TxQueue queue, long macAddress, HostCounters counters) {
        this.queue = queue;
        nic = queue.nic();
        this.macAddress = macAddress;
        this.counters = counters;
    }

    @Override
    public SendResult send(Packet packet, long destinationMac, int etherType) {
        packet.advance(-EthernetDescriptor.HEADER_BYTES);
        Ethernet.destination(packet, destinationMac);
        Ethernet.source(packet, macAddress);
        Ethernet.etherType(packet, etherType);
        if (queue.transmit(packet)) {
            counters.count(HostCounter.TX_PACKETS);
            return SendResult.SENT;
        }
        boolean isGone = nic.isFinished();
        packet.release();
        if (isGone) {
            counters.count(HostCounter.TX_DEVICE_GONE);
            return SendResult.DEVICE_GONE;
        }
        counters.count(HostCounter.TX_QUEUE_FULL);
        return SendResult.QUEUE_FULL;
    }
}
