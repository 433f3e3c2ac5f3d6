package io.creel.net.afpacket;

import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverRxQueue;
import io.creel.net.driver.DriverTxQueue;
import io.creel.net.driver.PeerOffloads;
import io.creel.net.driver.PoolWatch;
import io.creel.net.driver.TxBacklog;
import io.creel.net.internal.Faults;
import io.creel.net.internal.Memory;
import io.creel.net.os.Kernel;
import io.creel.net.os.Poller;
import io.creel.net.wire.Checksums;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.VlanDescriptor;

/**
 * Copies frames out of the receive ring in the form that they had on the wire: it puts back the VLAN tag that the
 * kernel took out.
 */
final class AfPacketRx extends DriverRxQueue {
    /**
     * The number of empty polls between two checks; a power of two. Only a system call shows that the interface was
     * removed.
     */
    private static final int EMPTY_POLLS_PER_CHECK = 8192;
    private static final int ADDRESSES_BYTES = 2 * EthernetDescriptor.ADDRESS_BYTES;
    private static final long SECOND_NS = 1_000_000_000;

    private final AfPacketNic device;
    private final AfPacketSocket socket;
    private final DriverTxQueue tx;
    private final TxBacklog backlog;
    private final PoolWatch watch;
    private final PeerOffloads offloads;
    private final Kernel kernel = new Kernel();
    /** The number of the descriptor, which stays open until the end of this queue. */
    private final int number;
    private final Poller poller;
    private int next;
    private int emptyPolls;

    AfPacketRx(AfPacketNic nic, AfPacketSocket socket, DriverTxQueue tx, PeerOffloads offloads) {
        super(nic, 0);
        this.offloads = offloads;
        device = nic;
        watch = new PoolWatch(this, nic.statistics(), nic.pool(), NicCounter.RX_POOL_WAITS, nic.name() + ",packets=N");
        this.socket = socket;
        this.tx = tx;
        backlog = new TxBacklog(tx);
        number = socket.descriptor().number();
        poller = new Poller(number);
    }

    @Override
    protected int receive(PacketBatch batch, int max) {
        if (device.isFinished()) {
            return 0;
        }
        backlog.retry();
        int count = 0;
        while (count < max) {
            long frame = socket.receiveFrame(next);
            int status = Memory.getAcquire32(frame);
            if ((status & TpacketDescriptor.USER) == 0) {
                break;
            }
            Packet packet = watch.allocate();
            if (packet == null) {
                break;
            }
            boolean delivered = false;
            try {
                if (copy(frame, status, packet)) {
                    DriverPackets.append(packet, batch);
                    delivered = true;
                    count++;
                }
            } finally {
                Memory.setRelease32(frame, TpacketDescriptor.KERNEL);
                next++;
                if (!delivered) {
                    undeliverable(packet);
                }
            }
        }
        if (count == 0 && (++emptyPolls & EMPTY_POLLS_PER_CHECK - 1) == 0) {
            check();
        }
        return count;
    }

    /**
     * Copies a frame. Returns {@code false} if the frame is incomplete: an offload of the peer made it longer than the
     * link carries.
     */
    private boolean copy(long frame, int status, Packet packet) {
        int bytes = Memory.getNative32(frame + TpacketDescriptor.SNAPLEN);
        boolean tagged = (status & TpacketDescriptor.VLAN_VALID) != 0;
        int tagBytes = tagged ? VlanDescriptor.TAG_BYTES : 0;
        int original = Memory.getNative32(frame + TpacketDescriptor.LENGTH);
        if (bytes != original || bytes < EthernetDescriptor.HEADER_BYTES
                || bytes + tagBytes > packet.capacityBytes()) {
            if (original >= EthernetDescriptor.HEADER_BYTES) {
                offloads.aboveMtu(original + tagBytes);
            }
            return false;
        }
        long from = frame + (Memory.getNative16(frame + TpacketDescriptor.MAC_OFFSET) & 0xffff);
        packet.resize(bytes + tagBytes);
        if (tagged) {
            DriverPackets.copy(from, packet, 0, ADDRESSES_BYTES);
            packet.set16(ADDRESSES_BYTES, (status & TpacketDescriptor.VLAN_TYPE_VALID) != 0
                    ? Memory.getNative16(frame + TpacketDescriptor.VLAN_TYPE)
                    : VlanDescriptor.TYPE_CUSTOMER);
            packet.set16(ADDRESSES_BYTES + 2, Memory.getNative16(frame + TpacketDescriptor.VLAN_CONTROL));
            DriverPackets.copy(from + ADDRESSES_BYTES, packet, ADDRESSES_BYTES + tagBytes, bytes - ADDRESSES_BYTES);
        } else {
            DriverPackets.copy(from, packet, 0, bytes);
        }
        packet.timestampNs((Memory.getNative32(frame + TpacketDescriptor.SECONDS) & 0xffff_ffffL) * SECOND_NS
                + Memory.getNative32(frame + TpacketDescriptor.NANOSECONDS));
        if ((status & TpacketDescriptor.CHECKSUM_NOT_READY) != 0) {
            packet.parse();
            Checksums.fill(packet, packet.headers());
            offloads.openChecksum();
        }
        offloads.arrived(packet);
        return true;
    }

    /**
     * Checks the interface. A receive clears the "link is down" mark, which would end every wait at once; only a send
     * reports "removed".
     */
    private void check() {
        kernel.wakeReceive(socket.descriptor().number());
        device.examine(kernel.wakeTransmit(socket.descriptor().number()));
    }

    @Override
    public int descriptor() {
        return device.isFinished() ? NO_DESCRIPTOR : number;
    }

    @Override
    protected boolean isReady() {
        return (Memory.getAcquire32(socket.receiveFrame(next)) & TpacketDescriptor.USER) != 0;
    }

    @Override
    protected long quietNs() {
        check(); // it clears the mark that would end every wait at once
        return backlog.quietNs();
    }

    @Override
    protected boolean await(long timeoutNs) {
        if (device.isFinished()) {
            return false;
        }
        if (tx.needsFlush()) {
            tx.flush();
        }
        int events = poller.await(timeoutNs);
        if ((events & Poller.READABLE) == 0) {
            check();
        }
        return (events & Poller.READABLE) != 0;
    }

    @Override
    protected void end() {
        Faults.all(this::countUnread, device::ended);
    }

    private void countUnread() {
        int unread = 0;
        while (unread < socket.ringPackets()
                && (Memory.getAcquire32(socket.receiveFrame(next + unread)) & TpacketDescriptor.USER) != 0) {
            unread++;
        }
        if (unread > 0) {
            nic().statistics().add(NicCounter.RX_UNREAD_AT_CLOSE, unread);
        }
    }
}
