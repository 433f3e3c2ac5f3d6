package io.creel.ip.ethernet;

import io.creel.core.spec.Transfers;
import io.creel.ip.SendResult;
import io.creel.net.Packet;

/** The last step of a packet on its way out. Of the worker that runs the host. */
@FunctionalInterface
public interface LinkOutput {
    /**
     * Puts the link header in front and transmits. Takes the packet, whatever becomes of it: one that the device
     * refuses is counted and released.
     *
     * @param packet starts with what the EtherType names
     * @param destinationMac the link address to send to, in the lower 48 bits, its first byte highest
     * @param etherType what the packet starts with, see {@code EthernetDescriptor}
     * @return what became of the packet
     */
    SendResult send(@Transfers Packet packet, long destinationMac, int etherType);
}
