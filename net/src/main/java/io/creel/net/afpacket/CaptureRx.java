package io.creel.net.afpacket;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.Result;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.DriverRxQueue;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import io.creel.net.driver.PoolWatch;
import io.creel.net.internal.Faults;
import io.creel.net.internal.Memory;
import io.creel.net.os.Errno;
import io.creel.net.os.Kernel;
import io.creel.net.os.Poller;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.VlanDescriptor;
import org.jspecify.annotations.Nullable;

/** Copies frames out of the current block, and returns the block to the kernel when all of them are copied. */
final class CaptureRx extends DriverRxQueue {
    private static final int ADDRESSES_BYTES = 2 * EthernetDescriptor.ADDRESS_BYTES;
    private static final int EMPTY_POLLS_PER_CHECK = 8192;
    private static final long SECOND_NS = 1_000_000_000;

    private final CaptureNic device;
    private final CaptureSocket socket;
    private final PoolWatch watch;
    private final PoolWatch largeWatch;
    private final Kernel kernel = new Kernel();
    /** The number of the descriptor, which stays open until the end of this queue. */
    private final int number;
    private final Poller poller;
    private int block;
    /** The number of frames left in the current block; 0 if there is no current block. Written by the poller. */
    private int framesLeft;
    private long frame;
    private int emptyPolls;

    CaptureRx(CaptureNic nic, CaptureSocket socket, PacketPool largePool) {
        super(nic, 0);
        device = nic;
        this.socket = socket;
        watch = new PoolWatch(this, nic.statistics(), nic.pool(), NicCounter.RX_POOL_WAITS,
                nic.name() + ",capture,packets=N");
        largeWatch = new PoolWatch(this, nic.statistics(), largePool, NicCounter.RX_POOL_WAITS,
                nic.name() + ",capture,large=N");
        number = socket.descriptor().number();
        poller = new Poller(number);
    }

    @Override
    protected int receive(PacketBatch batch, int max) {
        if (device.isFinished()) {
            return 0;
        }
        int count = 0;
        while (count < max && (framesLeft > 0 || take())) {
            Packet packet = allocate();
            if (packet == null) {
                break;
            }
            boolean delivered = false;
            try {
                if (copy(packet)) {
                    DriverPackets.append(packet, batch);
                    delivered = true;
                    count++;
                }
            } finally {
                step();
                if (!delivered) {
                    undeliverable(packet);
                }
            }
        }
        if (count == 0) {
            if (device.isShut() && socket.isEmpty()) {
                device.drained();
            } else if ((++emptyPolls & EMPTY_POLLS_PER_CHECK - 1) == 0) {
                check();
            }
        }
        return count;
    }

    /** Begins the next block, if the kernel has released it. */
    private boolean take() {
        while (isOurs(block)) {
            long start = socket.block(block);
            framesLeft = Memory.getNative32(start + BlockDescriptor.FRAMES);
            frame = start + Memory.getNative32(start + BlockDescriptor.FIRST);
            if (framesLeft > 0) {
                return true;
            }
            giveBack();
        }
        return false;
    }

    private boolean isOurs(int index) {
        return (Memory.getAcquire32(socket.block(index) + BlockDescriptor.STATUS) & TpacketDescriptor.USER) != 0;
    }

    private void step() {
        frame += Memory.getNative32(frame + BlockDescriptor.NEXT);
        if (--framesLeft == 0) {
            giveBack();
        }
    }

    private void giveBack() {
        long start = socket.block(block);
        Memory.setNative32(start + BlockDescriptor.FRAMES, 0);
        Memory.setRelease32(start + BlockDescriptor.STATUS, TpacketDescriptor.KERNEL);
        block++;
    }

    @Acquires(when = Result.NON_NULL)
    private @Nullable Packet allocate() {
        int bytes = Memory.getNative32(frame + BlockDescriptor.SNAPLEN) + VlanDescriptor.TAG_BYTES;
        return (bytes <= nic().pool().bufferBytes() ? watch : largeWatch).allocate();
    }

    /** Copies a frame. Returns {@code false} if the frame is longer than any buffer. */
    private boolean copy(Packet packet) {
        int bytes = Memory.getNative32(frame + BlockDescriptor.SNAPLEN);
        int original = Memory.getNative32(frame + BlockDescriptor.LENGTH);
        int status = Memory.getNative32(frame + BlockDescriptor.FRAME_STATUS);
        boolean tagged = (status & TpacketDescriptor.VLAN_VALID) != 0 && bytes >= ADDRESSES_BYTES;
        int tagBytes = tagged ? VlanDescriptor.TAG_BYTES : 0;
        if (bytes + tagBytes > packet.capacityBytes()) {
            return false;
        }
        long from = frame + (Memory.getNative16(frame + BlockDescriptor.MAC_OFFSET) & 0xffff);
        packet.resize(bytes + tagBytes, Math.max(original, bytes) + tagBytes);
        int before = tagged ? ADDRESSES_BYTES : 0;
        DriverPackets.copy(from, packet, 0, before);
        if (tagged) {
            packet.set16(before, (status & TpacketDescriptor.VLAN_TYPE_VALID) != 0
                    ? Memory.getNative16(frame + BlockDescriptor.VLAN_TYPE)
                    : VlanDescriptor.TYPE_CUSTOMER);
            packet.set16(before + 2, Memory.getNative16(frame + BlockDescriptor.VLAN_CONTROL));
        }
        DriverPackets.copy(from + before, packet, before + tagBytes, bytes - before);
        packet.timestampNs((Memory.getNative32(frame + BlockDescriptor.SECONDS) & 0xffff_ffffL) * SECOND_NS
                + Memory.getNative32(frame + BlockDescriptor.NANOSECONDS));
        if ((status & TpacketDescriptor.CHECKSUM_NOT_READY) != 0) {
            // The checksum stays as the kernel has it; the queue that sends the packet on finishes it.
            DriverPackets.openChecksum(packet);
            nic().statistics().add(NicCounter.RX_CHECKSUM_OPEN, 1);
        }
        packet.port(Memory.get8(frame + BlockDescriptor.PACKET_TYPE) == BlockDescriptor.OUTGOING
                ? CaptureNic.PORT_SENT
                : CaptureNic.PORT_RECEIVED);
        return true;
    }

    /**
     * Checks the interface. A receive clears the "link is down" mark; a send without data is always an error, and its
     * error number shows whether the interface still exists.
     */
    private void check() {
        kernel.wakeReceive(socket.descriptor().number());
        int result = kernel.wakeTransmit(socket.descriptor().number());
        if (result != -Errno.EINVAL) {
            device.examine(result);
        }
    }

    @Override
    public int descriptor() {
        return device.isFinished() ? NO_DESCRIPTOR : number;
    }

    @Override
    protected boolean isReady() {
        return framesLeft > 0 || isOurs(block);
    }

    @Override
    protected long quietNs() {
        if (framesLeft > 0 || device.isShut()) {
            return 0;
        }
        check(); // it clears the mark that would end every wait at once
        return Long.MAX_VALUE;
    }

    @Override
    protected boolean await(long timeoutNs) {
        if (device.isFinished()) {
            return false;
        }
        if (framesLeft > 0) {
            return true;
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
        int unread = framesLeft;
        for (int i = framesLeft > 0 ? 1 : 0; i < CaptureSocket.BLOCKS; i++) {
            unread += socket.frames(block + i);
        }
        if (unread > 0) {
            nic().statistics().add(NicCounter.RX_UNREAD_AT_CLOSE, unread);
        }
    }
}
