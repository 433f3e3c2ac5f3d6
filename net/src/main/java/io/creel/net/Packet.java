package io.creel.net;

import io.creel.core.StackRoom;
import io.creel.net.internal.PacketAccess;
import io.creel.net.wire.Checksums;
import io.creel.net.wire.DropReason;
import io.creel.net.wire.FiveTupleHash;
import io.creel.net.wire.FlowTuple;
import io.creel.net.wire.HeaderParser;
import io.creel.net.wire.Headers;

/**
 * A frame with an owner, what is known about it, and the argument a {@link PacketBody} starts with.
 *
 * <p>
 * Packets are pooled: the object and its buffer are one pair for ever, and the steady state allocates nothing. Only the
 * owner may touch a packet; handing it to another thread needs the usual happens-before, which every stash and queue
 * gives. A second release or a use after release throws {@link IllegalStateException}; what can not be seen is a stale
 * reference used after the packet already belongs to somebody else.
 */
public final class Packet extends OwnedFrame {
    /** The checksum start of a packet whose sender left a checksum open: where it is, a parse tells. */
    private static final int LEFT_BY_SENDER = -1;

    static {
        PacketAccess.set(new PacketInternals());
    }

    private final Headers headers = new Headers();
    private long timestampNs;
    private int port;
    private int queue;
    private TxQueue egress;
    /** The transmit queue of the pair it came in by; says something only while {@link #received} does. */
    private TxQueue origin;
    private boolean received;
    /** The lease under which a driver delivered it last. */
    private long deliveredLease = -1;
    /** Of the bytes whose checksum is left open; 0 while none is, {@link #LEFT_BY_SENDER} if it was received so. */
    private int checksumStart;
    private int checksumOffset;

    Packet(PacketPool pool, int index, long bufferAddress) {
        super(pool, index, bufferAddress);
    }

    /** Starts a new life, owned by the caller and empty. */
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

    /** Starts a new life in the hands of a device. */
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

    /** Tells where the packet came in, and where it goes out unless somebody says otherwise. */
    void received(int rxQueue, TxQueue out) {
        headers.reset();
        queue = rxQueue;
        egress = out;
        received = true;
        if (origin != out) { // mostly it is, and to store a reference costs a barrier
            origin = out;
        }
    }

    /**
     * Sends this packet out of its {@link #egress()} and ends its ownership either way: a packet that is refused is
     * counted there as {@link NicCounter#TX_DROPPED} and released, also if the queue throws. To keep a refused packet call
     * {@link TxQueue#transmit(Packet)}.
     *
     * @return whether the queue took it
     * @throws IllegalStateException
     *             if the packet is not owned, or has no egress because it came from no NIC
     */
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

    /** Releases the packet, and counts it, if this ownership still lasts. */
    private void drop(TxQueue out, long lease) {
        StackRoom.require();
        if (free(lease)) {
            out.nic().statistics().add(NicCounter.TX_DROPPED, 1);
            pool().giveBack(this);
        }
    }

    /**
     * Gives the packet back to its pool. One atomic exchange and one queue insertion; from any thread.
     *
     * @throws IllegalStateException
     *             if the packet is not owned: it was released or transmitted before
     */
    public void release() {
        StackRoom.require();
        free();
        pool().giveBack(this);
    }

    /**
     * Gives the packet back, and counts it, if it still has the owner it had under this lease. From any thread.
     *
     * @return whether this call released it
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

    /** Where it came in; nowhere if it was allocated. */
    private void count(NicCounter counter) {
        if (received) {
            origin.nic().statistics().add(counter, 1);
        }
    }

    /**
     * Parses all headers, see {@link HeaderParser#parse}. The offsets stay in {@link #headers()} until the packet is
     * received anew or {@link #advance advanced}.
     */
    public DropReason parse() {
        return HeaderParser.parse(this, headers);
    }

    /**
     * Verifies the checksums of a parsed packet, see {@link Checksums#verify}. A checksum that the sender has left to its
     * hardware is sound; transmit finishes it.
     */
    public DropReason verifyChecksums() {
        DropReason reason = Checksums.verify(this, headers);
        if (headers.isChecksumOpen() && checksumStart == 0) {
            leftOpen();
        }
        return reason;
    }

    /**
     * Whether a checksum is open: deferred here, or left to its hardware by the sender. Of a received packet this is known once
     * {@link #verifyChecksums()} or its NIC has looked.
     */
    public boolean isChecksumOpen() {
        return checksumStart != 0;
    }

    /** Notes that the sender left a checksum open. */
    void leftOpen() {
        checksumStart = LEFT_BY_SENDER;
    }

    /** Parses, and finds out whether the sender left a checksum open. The headers are forgotten again. */
    boolean findOpenChecksum() {
        parse();
        if (Checksums.isOpen(this, headers)) {
            leftOpen();
        }
        headers.reset();
        return checksumStart != 0;
    }

    /**
     * Leaves the transport checksum of a parsed packet open until it is transmitted: the device or its kernel finishes it
     * where {@link NicCapabilities#transmitsChecksum()} says so, and transmit itself everywhere else. Until then nobody may
     * verify it. To be called when addresses, ports and lengths are what they will be; the payload may still change.
     *
     * @return false, and nothing happened, where there is no transport checksum over bytes that are all here: see
     *         {@link Checksums}
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
     * Finishes checksums that were left open, here and now; nothing happens if none is. To be called before addresses or ports
     * of a received packet are changed by an incremental update, which needs a sum that is finished.
     */
    public void finishChecksum() {
        if (checksumStart == LEFT_BY_SENDER) {
            finishForSender();
        } else if (checksumStart != 0) {
            Checksums.finish(this, checksumStart, checksumOffset);
        }
        checksumStart = 0;
    }

    /** Looks again, because the owner may have written other bytes since: what is not open now is left as it is. */
    private void finishForSender() {
        parse();
        if (Checksums.isOpen(this, headers)) {
            Checksums.fill(this, headers);
        }
    }

    /** Where the headers stand, and how far {@link #parse()} got. */
    public Headers headers() {
        return headers;
    }

    /** The flow of a parsed packet; null where there is no IP. Allocates the tuple. */
    public FlowTuple flow() {
        return FlowTuple.of(this, headers);
    }

    /** Whether a parsed packet belongs to {@code flow}, in this direction. */
    public boolean isOf(FlowTuple flow) {
        return flow.matches(this, headers);
    }

    /** Equal to {@link FlowTuple#hash64()} of {@link #flow()}; 0 where there is no IP. */
    public long flowHash() {
        return FiveTupleHash.of(this, headers);
    }

    /** The same for both directions of a conversation; 0 where there is no IP. */
    public long conversationHash() {
        return FiveTupleHash.ofConversation(this, headers);
    }

    /**
     * Moves the start of the frame: forward over bytes that are done with, or backward (negative) into the headroom.
     * Forgets the headers.
     */
    public void advance(int bytes) {
        shift(bytes);
        headers.reset();
        checksumStart = checksumStart <= 0 ? checksumStart : Math.max(0, checksumStart - bytes);
    }

    /** When the packet was received, in nanoseconds of the clock of its NIC; captures use the Unix epoch. */
    public long timestampNs() {
        return timestampNs;
    }

    public void timestampNs(long valueNs) {
        timestampNs = valueNs;
    }

    /** The port of the NIC the packet came in by: the interface number of a capture, 0 for a NIC of one port. */
    public int port() {
        return port;
    }

    public void port(int value) {
        port = value;
    }

    /** The receive queue the packet came in by. */
    public int queue() {
        return queue;
    }

    /** Where {@link #transmit()} sends it: at first the transmit queue of the same number of the same NIC. */
    public TxQueue egress() {
        return egress;
    }

    public void egress(TxQueue out) {
        egress = out;
    }

    /** Pool and number, for messages. */
    @Override
    public String toString() {
        return name();
    }
}
