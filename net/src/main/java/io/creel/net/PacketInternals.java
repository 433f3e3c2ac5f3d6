package io.creel.net;

import io.creel.net.internal.PacketAccess;

/** The only implementation of {@link PacketAccess}: passes every call on. */
final class PacketInternals extends PacketAccess {
    @Override
    public Packet lend(PacketPool pool, Object driver) {
        return pool.lend(driver);
    }

    @Override
    public Packet packet(PacketPool pool, int index) {
        return pool.packet(index);
    }

    @Override
    public int index(Packet packet) {
        return packet.index();
    }

    @Override
    public PacketPool pool(Packet packet) {
        return packet.pool();
    }

    @Override
    public long windowStart(Packet packet) {
        return packet.windowStart();
    }

    @Override
    public int heldBytes(Packet packet) {
        return packet.heldBytes();
    }

    @Override
    public void depart(Packet packet, Object driver) {
        packet.depart(driver);
    }

    @Override
    public void stay(Packet packet, Object driver) {
        packet.stay(driver);
    }

    @Override
    public void land(Packet packet, Object driver) {
        packet.land(driver);
    }

    @Override
    public void land(Packet packet, Object driver, long address, int lengthBytes, int originalLengthBytes) {
        packet.land(driver, address, lengthBytes, originalLengthBytes);
    }

    @Override
    public void complete(Packet packet, Object driver) {
        packet.complete(driver);
        packet.pool().giveBack(packet);
    }

    @Override
    public boolean abandon(Packet packet, long lease, Object driver) {
        boolean freed = packet.abandon(lease, driver);
        if (freed) {
            packet.pool().giveBack(packet);
        }
        return freed;
    }

    @Override
    public long requireOwned(Packet packet, String deed) {
        return packet.requireOwned(deed);
    }

    @Override
    public void requireFlight(Packet packet, Object driver, String deed) {
        packet.requireFlight(driver, deed);
    }

    @Override
    public void deliver(Packet packet) {
        packet.deliver();
    }

    @Override
    public void received(Packet packet, int rxQueue, TxQueue out) {
        packet.received(rxQueue, out);
    }

    @Override
    public long lease(Packet packet) {
        return packet.lease();
    }

    @Override
    public void release(Packet packet, long lease, NicCounter reason) {
        packet.release(lease, reason);
    }

    @Override
    public void fill(Packet packet, long fromAddress, int offset, int sizeBytes) {
        packet.fill(fromAddress, offset, sizeBytes);
    }

    @Override
    public boolean findOpenChecksum(Packet packet) {
        return packet.findOpenChecksum();
    }

    @Override
    public void leftOpen(Packet packet) {
        packet.requireOwned("left a checksum open in");
        packet.leftOpen();
    }

    @Override
    public int checksumStart(Packet packet) {
        return packet.checksumStart();
    }

    @Override
    public int checksumOffset(Packet packet) {
        return packet.checksumOffset();
    }
}
