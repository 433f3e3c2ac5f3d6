package io.creel.ip.neighbour;

import io.creel.core.spec.Transfers;
import io.creel.ip.SendResult;
import io.creel.net.Packet;

/** Sends a packet that has waited for the link address of a neighbour. Of the worker that runs the host. */
@FunctionalInterface
public interface HeldOutput {
    /**
     * Takes the packet, whatever becomes of it; one that is longer than its path carries is cut.
     *
     * @param packet starts with its IP header
     * @param high the upper 64 bits of the neighbour's address
     * @param low the lower 64 bits of the neighbour's address
     * @return what became of the packet
     */
    SendResult send(@Transfers Packet packet, long high, long low);
}
