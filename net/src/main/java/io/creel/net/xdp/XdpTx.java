package io.creel.net.xdp;

import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.driver.DriverPackets;
import io.creel.net.driver.TxDevice;
import io.creel.net.internal.Faults;
import io.creel.net.internal.Memory;
import io.creel.net.os.Errno;
import io.creel.net.os.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * Moves packets to the transmit ring, and from the completion ring back to their pool.
 *
 * <p>
 * A packet of the UMEM is sent without a copy. A packet of another pool is copied into a chunk, or into several chunks
 * if the link carries frames longer than a chunk.
 */
final class XdpTx implements TxDevice {
    private final XdpNic nic;
    private final XskSocket socket;
    private final Umem umem;
    private final Kernel kernel = new Kernel();
    private final boolean metadata;
    private final int chunkRoomBytes;
    /** The chunks of the frame that is being copied. Written by the serving thread. */
    private final Packet[] parts;
    /** Whether the kernel has not yet taken all frames of the ring. Written by the serving thread. */
    private boolean unsent;

    XdpTx(XdpNic nic, XskSocket socket, Umem umem, int mtuBytes, boolean metadata) {
        this.nic = nic;
        this.socket = socket;
        this.umem = umem;
        this.metadata = metadata;
        chunkRoomBytes = Umem.roomBytes(umem.pool().bufferBytes());
        parts = new Packet[chunks(Umem.frameBytes(mtuBytes))];
    }

    private int chunks(int sizeBytes) {
        return (sizeBytes + chunkRoomBytes - 1) / chunkRoomBytes;
    }

    @Override
    public @Nullable NicCounter transmit(Packet packet, long address, int sizeBytes) {
        boolean own = DriverPackets.poolOf(packet) == umem.pool()
                && (!metadata || address - DriverPackets.bufferOf(packet) >= XdpDescriptor.METADATA_BYTES);
        int chunks = own ? 1 : chunks(sizeBytes);
        if (!socket.transmit.hasRoom(chunks)) {
            flush();
            reclaim();
            if (!socket.transmit.hasRoom(chunks)) {
                return NicCounter.TX_REFUSED_RING_FULL;
            }
        }
        if (!own) {
            return copy(packet, address, sizeBytes, chunks);
        }
        umem.hold(DriverPackets.indexOf(packet));
        describe(address, sizeBytes, request(packet, address));
        return null;
    }

    /** Copies a frame into all its chunks or into none, because half a frame must never be published. */
    @SuppressWarnings("NullAway") // a free slot holds null
    private @Nullable NicCounter copy(Packet packet, long address, int sizeBytes, int chunks) {
        for (int i = 0; i < chunks; i++) {
            parts[i] = umem.inFlight().lend(umem.pool());
            if (parts[i] == null) {
                while (i-- > 0) {
                    umem.inFlight().complete(parts[i]);
                }
                return NicCounter.TX_REFUSED_RING_FULL;
            }
        }
        int done = 0;
        for (int i = 0; i < chunks; i++) {
            int bytes = Math.min(chunkRoomBytes, sizeBytes - done);
            long to = DriverPackets.bufferOf(parts[i]) + XdpDescriptor.HEADROOM_BYTES;
            Memory.copy(address + done, to, bytes);
            done += bytes;
            umem.hold(DriverPackets.indexOf(parts[i]));
            describe(to, bytes,
                    (i == 0 ? request(packet, to) : 0) | (done < sizeBytes ? XdpDescriptor.DESCRIPTOR_CONTINUES : 0));
        }
        umem.inFlight().complete(packet);
        return null;
    }

    /**
     * Returns whether the headroom of the frame has room for metadata, in which the kernel is asked to finish the
     * checksum.
     */
    @Override
    public boolean finishesChecksum(Packet packet) {
        return metadata && packet.lengthBytes() <= chunkRoomBytes
                && packet.headroomBytes() >= XdpDescriptor.METADATA_BYTES;
    }

    /** Writes a request to the kernel in front of a frame. Returns the option that announces it, or 0. */
    private static int request(Packet packet, long address) {
        int start = DriverPackets.checksumStart(packet);
        if (start == 0) {
            return 0;
        }
        long request = address - XdpDescriptor.METADATA_BYTES;
        Memory.fill(request, XdpDescriptor.METADATA_BYTES, (byte) 0);
        Memory.setNative64(request, XdpDescriptor.METADATA_CHECKSUM);
        Memory.setNative16(request + XdpDescriptor.METADATA_START, (short) start);
        Memory.setNative16(request + XdpDescriptor.METADATA_OFFSET,
                (short) DriverPackets.checksumOffset(packet));
        return XdpDescriptor.DESCRIPTOR_HAS_METADATA;
    }

    private void describe(long address, int sizeBytes, int options) {
        long entry = socket.transmit.next();
        Memory.setNative64(entry, umem.offset(address));
        Memory.setNative32(entry + XdpDescriptor.DESCRIPTOR_LENGTH, sizeBytes);
        Memory.setNative32(entry + XdpDescriptor.DESCRIPTOR_OPTIONS, options);
    }

    @Override
    public void reclaim() {
        ConsumerRing ring = socket.completion;
        int count = ring.available(Integer.MAX_VALUE);
        if (count == 0) {
            return;
        }
        try {
            for (int i = 0; i < count; i++) {
                umem.inFlight().complete(umem.take(Memory.getNative64(ring.next())));
            }
        } finally {
            ring.release();
        }
    }

    @Override
    public boolean flush(int packets) {
        if (packets > 0 || unsent) {
            flush();
            reclaim();
        }
        unsent = socket.transmit.pending() != 0 && !socket.isZeroCopy();
        return unsent;
    }

    /**
     * Makes the kernel send. In copy mode a call sends, up to the kernel's budget; in zero-copy mode it wakes the
     * device, if the device asks for that.
     */
    private void flush() {
        ProducerRing ring = socket.transmit;
        ring.publish();
        if (socket.isZeroCopy() && !ring.needsWakeup()) {
            return;
        }
        int left = ring.pending();
        while (left > 0) {
            int result = kernel.wakeTransmit(socket.descriptor().number());
            nic.statistics().add(NicCounter.TX_SYSTEM_CALLS, 1);
            if (result < 0 && !Errno.isLater(-result)) {
                nic.examine(result);
                return;
            }
            int before = left;
            left = ring.pending();
            if (left == before) {
                return;
            }
        }
    }

    @Override
    public void end() {
        Faults.all(this::countUnsent, nic::ended);
    }

    private void countUnsent() {
        int left = socket.transmit.pending();
        if (left > 0) {
            nic.statistics().add(NicCounter.TX_UNSENT_AT_CLOSE, left);
        }
    }
}
