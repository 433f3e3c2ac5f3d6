package io.creel.net;

import io.creel.core.StackRoom;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Releases;
import io.creel.core.spec.States;
import io.creel.core.spec.To;
import io.creel.net.internal.PacketAccess;
import io.creel.net.wire.Checksums;
import io.creel.net.wire.DropReason;
import io.creel.net.wire.FiveTupleHash;
import io.creel.net.wire.FlowTuple;
import io.creel.net.wire.HeaderParser;
import io.creel.net.wire.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A frame with an owner, with data about its arrival. It is also the argument that a {@link PacketBody} starts with.
 *
 * <p>
 * Packets are pooled: the object and its buffer stay together for ever, and the steady state allocates nothing. Only
 * the owner may touch a packet. Handing it to another thread needs a happens-before edge, which every stash and queue
 * provides. A second release or a use after release throws {@link IllegalStateException}. One error cannot be detected:
 * the use of a stale reference to a packet that already belongs to another owner.
 *
 * <p>
 * The states are those of a received packet on its way through the steps of a host: as it came in, with its headers
 * found, and after the steps of link and network.
 */
@Owned
@States({"RAW", "PARSED", "POST_ETHERNET", "POST_IP"})
public final class Packet extends OwnedFrame {
    /** The checksum start of a packet whose sender left a checksum open; a parse finds the place. */
    private static final int LEFT_BY_SENDER = -1;

    static {
        PacketAccess.set(new PacketInternals());
    }

    private final Headers headers = new Headers();
    private long timestampNs;
    private int port;
    private int queue;
    private @Nullable TxQueue egress;
    /**
     * The transmit queue of the pair through which the packet came in; valid only if the packet was {@link #received}.
     * Written at the delivery.
     */
    private @Nullable TxQueue origin;
    private boolean received;
    /** The lease under which a driver delivered the packet last. Written at the delivery. */
    private long deliveredLease = -1;
    /**
     * Where the bytes start whose checksum is left open; 0 if none is, {@link #LEFT_BY_SENDER} if the packet was
     * received so. Written by the owner, and by the driver at the delivery.
     */
    private int checksumStart;
    private int checksumOffset;

    Packet(PacketPool pool, int index, long bufferAddress) {
        super(pool, index, bufferAddress);
    }

    /** Starts a new life: empty, owned by the caller. */
    void allocated() {
        headers.reset();
        timestampNs = 0;
        port = 0;
        queue = 0;
        egress = null;
        received = false;
        checksumStart = 0;
        own();
    }

    /** Starts a new life in flight, lent to a device. */
    void lent(Object driver) {
        timestampNs = 0;
        port = 0;
        checksumStart = 0;
        lend(driver);
    }

    /** Checks that a driver may deliver this packet: it is owned, and was not delivered under this lease before. */
    void deliver() {
        long lease = requireOwned("delivered");
        if (deliveredLease == lease) {
            throw new IllegalStateException("delivered a packet twice: packet=" + name()
                    + ", state=owned; its receiver owns it since, so a driver forgets a packet once it is appended");
        }
        deliveredLease = lease;
    }

    /** Records where the packet came in; it goes out through the same pair unless the owner changes that. */
    void received(int rxQueue, TxQueue out) {
        headers.reset();
        queue = rxQueue;
        egress = out;
        received = true;
        if (origin != out) { // usually equal, and a store of a reference costs a barrier
            origin = out;
        }
    }

    /**
     * Sends this packet out of its {@link #egress()} and ends its ownership in either case: a refused packet is counted
     * there as {@link NicCounter#TX_DROPPED} and released, also if the queue throws. To keep a refused packet, call
     * {@link TxQueue#transmit(Packet)}.
     *
     * @return whether the queue took the packet
     * @throws IllegalStateException if the packet is not owned, or has no egress because it came from no NIC
     */
    @Releases
    public boolean transmit() {
        TxQueue out = egress;
        if (out == null) {
            throw new IllegalStateException("transmitted a packet that has no egress: packet=" + name());
        }
        long lease = requireOwned("transmitted");
        boolean taken;
        try {
            taken = out.transmit(this);
        } catch (Throwable fault) {
            drop(out, lease);
            throw fault;
        }
        if (!taken) {
            drop(out, lease);
        }
        return taken;
    }

    /** Releases the packet, and counts it, if the ownership of this lease still lasts. */
    private void drop(TxQueue out, long lease) {
        StackRoom.require();
        if (free(lease)) {
            out.nic().statistics().add(NicCounter.TX_DROPPED, 1);
            pool().giveBack(this);
        }
    }

    /**
     * Returns the packet to its pool: one atomic exchange and one queue insertion. Threads: any.
     *
     * @throws IllegalStateException if the packet is not owned because it was released or transmitted before
     */
    @Releases
    public void release() {
        StackRoom.require();
        free();
        pool().giveBack(this);
    }

    /**
     * Returns the packet to its pool, and counts it, if the ownership of this lease still lasts. Threads: any.
     *
     * @return whether this call released the packet
     */
    boolean release(long lease, NicCounter reason) {
        boolean freed = free(lease);
        if (freed) {
            count(reason);
            pool().giveBack(this);
        }
        return freed;
    }

    @Override
    protected boolean giveBack(long lease) {
        boolean freed = release(lease, NicCounter.GIVEN_BACK);
        if (freed) {
            pool().countGivenBack();
        }
        return freed;
    }

    @Override
    protected void returned(long lease) {
        if (isLeased(lease)) {
            count(NicCounter.KEPT);
        }
    }

    /** Counts the packet at the NIC where it came in; counts nothing if it was allocated. */
    @SuppressWarnings("NullAway") // a packet that was received has an origin
    private void count(NicCounter counter) {
        if (received) {
            origin.nic().statistics().add(counter, 1);
        }
    }

    /**
     * Parses all headers, see {@link HeaderParser#parse}. The offsets stay in {@link #headers()} until the packet is
     * received again or {@link #advance advanced}.
     *
     * @return {@link DropReason#NONE}, or the first fault
     */
    @To(value = "PARSED", when = "NONE")
    public DropReason parse() {
        return HeaderParser.parse(this, headers);
    }

    /**
     * Verifies the checksums of a parsed packet, see {@link Checksums#verify}. A checksum that the sender has left to
     * its hardware counts as sound; transmit finishes it.
     *
     * @return {@link DropReason#NONE}, or the reason of the first wrong checksum
     */
    public DropReason verifyChecksums() {
        DropReason reason = Checksums.verify(this, headers);
        if (headers.isChecksumOpen() && checksumStart == 0) {
            leftOpen();
        }
        return reason;
    }

    /**
     * Returns whether a checksum is open: deferred here, or left to its hardware by the sender. For a received packet
     * this is known once {@link #verifyChecksums()} or its NIC has checked.
     *
     * @return whether a checksum is open
     */
    public boolean isChecksumOpen() {
        return checksumStart != 0;
    }

    /** Records that the sender left a checksum open. */
    void leftOpen() {
        checksumStart = LEFT_BY_SENDER;
    }

    /** Parses, and returns whether the sender left a checksum open. Forgets the headers afterwards. */
    boolean findOpenChecksum() {
        parse();
        if (Checksums.isOpen(this, headers)) {
            leftOpen();
        }
        headers.reset();
        return checksumStart != 0;
    }

    /**
     * Leaves the transport checksum of a parsed packet open until it is transmitted. If
     * {@link NicCapabilities#transmitsChecksum()} holds, the device or its kernel finishes it; otherwise transmit does.
     * Until then no code may verify it. Call this method once addresses, ports and lengths are final; the payload may
     * still change.
     *
     * @return {@code false}, without any effect, if there is no transport checksum over bytes that are all present, see
     *        {@link Checksums}
     */
    public boolean deferChecksum() {
        int offset = Checksums.defer(this, headers);
        if (offset < 0) {
            return false;
        }
        checksumOffset = offset;
        checksumStart = headers.transportOffset();
        return true;
    }

    int checksumStart() {
        return checksumStart;
    }

    int checksumOffset() {
        return checksumOffset;
    }

    /**
     * Finishes checksums that were left open; does nothing if none is. Call this method before an incremental update
     * changes addresses or ports of a received packet, because that update needs a finished sum.
     */
    public void finishChecksum() {
        if (checksumStart == LEFT_BY_SENDER) {
            finishForSender();
        } else if (checksumStart != 0) {
            Checksums.finish(this, checksumStart, checksumOffset);
        }
        checksumStart = 0;
    }

    /**
     * Checks again and finishes the checksum only if it is still open, because the owner may have written other bytes
     * meanwhile.
     */
    private void finishForSender() {
        parse();
        if (Checksums.isOpen(this, headers)) {
            Checksums.fill(this, headers);
        }
    }

    /** {@return the places of the headers, as far as {@link #parse()} found them} */
    public Headers headers() {
        return headers;
    }

    /**
     * Makes the flow of a parsed packet. Allocates.
     *
     * @return the tuple; {@code null} if there is no IP header
     */
    public @Nullable FlowTuple flow() {
        return FlowTuple.of(this, headers);
    }

    /**
     * Returns whether a parsed packet belongs to a flow, in this direction.
     *
     * @param flow the flow
     * @return whether all five values are equal
     */
    public boolean isOf(FlowTuple flow) {
        return flow.matches(this, headers);
    }

    /** {@return the value of {@link FlowTuple#hash64()} of {@link #flow()}; 0 if there is no IP header} */
    public long flowHash() {
        return FiveTupleHash.of(this, headers);
    }

    /** {@return a hash that is the same for both directions of a conversation; 0 if there is no IP header} */
    public long conversationHash() {
        return FiveTupleHash.ofConversation(this, headers);
    }

    /**
     * Moves the start of the frame: forward over bytes that are not needed any more, or backward into the headroom.
     * Forgets the headers.
     *
     * @param bytes how far; negative for backward
     */
    @To("RAW")
    public void advance(int bytes) {
        shift(bytes);
        headers.reset();
        checksumStart = checksumStart <= 0 ? checksumStart : Math.max(0, checksumStart - bytes);
    }

    /** {@return when the packet was received, in nanoseconds of the clock of its NIC; captures use the Unix epoch} */
    public long timestampNs() {
        return timestampNs;
    }

    /**
     * Sets the time of receipt.
     *
     * @param valueNs nanoseconds of the clock of its NIC
     */
    public void timestampNs(long valueNs) {
        timestampNs = valueNs;
    }

    /**
     * {@return the port of the NIC through which the packet came in: the interface number of a capture, 0 for a NIC
     * with one port}
     */
    public int port() {
        return port;
    }

    /**
     * Sets the port.
     *
     * @param value the port of the NIC through which the packet came in
     */
    public void port(int value) {
        port = value;
    }

    /** {@return the number of the receive queue through which the packet came in} */
    public int queue() {
        return queue;
    }

    /**
     * {@return the queue to which {@link #transmit()} sends: initially the transmit queue of the pair through which the
     * packet came in}
     */
    public @Nullable TxQueue egress() {
        return egress;
    }

    /**
     * Sets the queue to which {@link #transmit()} sends.
     *
     * @param out a transmit queue of any NIC
     */
    public void egress(TxQueue out) {
        egress = out;
    }

    /** {@return pool and number, for messages} */
    @Override
    public String toString() {
        return name();
    }
}
