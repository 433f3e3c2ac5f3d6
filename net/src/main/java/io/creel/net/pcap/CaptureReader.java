package io.creel.net.pcap;

import io.creel.net.Packet;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a pcap or pcapng capture, one after the other.
 *
 * <p>
 * {@link #next()} moves to the next record, and the accessors then return its values; a record allocates nothing. From
 * the first fault on, {@link #next()} returns {@code false}, and {@link #fault()} tells the reason. Threads: one at a
 * time. A file is read piece by piece, so a file that is cut shorter meanwhile ends in a fault. {@link CaptureInput}
 * lists the other forms that can be read.
 *
 * <p>
 * Records are delivered as Ethernet frames. A record of another link type gets an Ethernet header in place of its own,
 * or is skipped and counted by {@link #skipped()}.
 */
public abstract sealed class CaptureReader implements AutoCloseable permits PcapReader, PcapngReader {
    /** The longest record that the reader accepts: the maximum snaplen of tcpdump and Wireshark, 256 KiB. */
    public static final int MAX_RECORD_BYTES = 262_144;

    static final String DAMAGED = "the file is damaged from here on, make or copy the capture again";
    static final String CUT_OFF = "the file is cut off, make or copy the capture again";

    private static final int MAGIC_BYTES = 4;

    /** The result of {@link #step()}. */
    enum Step {
        /** The next record can be read. */
        RECORD,
        /** The writer of a pipe has not yet written the whole record. */
        LATER,
        /** No record follows, at a regular end or at a fault. */
        END
    }

    final CaptureWindow file;
    long timestampNs;
    int port;
    private final LinkHeader link = new LinkHeader();
    private int dataOffset;
    private int capturedBytes;
    private int originalBytes;
    private @Nullable CaptureException fault;
    private @Nullable CaptureException firstSkipped;
    private long records;
    private long skipped;
    private boolean ended;

    CaptureReader(CaptureWindow file) {
        this.file = file;
    }

    /**
     * Opens a capture and recognises its format by its first bytes; waits for them if a pipe has none yet.
     *
     * @param path a path, or {@code -}
     * @return the reader, open; the caller closes it
     * @throws CaptureException if the capture cannot be read: it is missing, unreadable, empty, neither pcap nor
     *        pcapng, or of an unknown link type
     * @throws IOException if the capture cannot be read for another reason
     */
    public static CaptureReader open(Path path) throws IOException {
        return detect(CaptureWindow.open(path));
    }

    /** Opens the same capture from its beginning, in the memory of this reader, which is closed. */
    final CaptureReader reopen() throws CaptureException {
        CaptureWindow again = file.reopen();
        close();
        return detect(again);
    }

    private static CaptureReader detect(CaptureWindow file) throws CaptureException {
        CaptureReader reader = null;
        try {
            reader = format(file);
            return reader;
        } catch (CaptureException e) {
            throw file.failure() == null ? e : reason(file, e);
        } finally {
            if (reader == null) {
                file.close();
            }
        }
    }

    private static CaptureReader format(CaptureWindow file) throws CaptureException {
        if (!file.await(MAGIC_BYTES)) {
            if (file.availableBytes() == 0) {
                throw file.fault(0, "the file is empty", "make the capture again");
            }
            throw file.fault(0, "only " + file.availableBytes() + " bytes, too few for a pcap or pcapng file", CUT_OFF);
        }
        int magic = file.magic(0);
        if (magic == PcapngDescriptor.TYPE_SECTION) {
            return new PcapngReader(file);
        }
        if (PcapReader.knows(magic)) {
            return new PcapReader(file);
        }
        throw file.fault(0, "0x" + String.format("%08x", magic) + " starts neither a pcap nor a pcapng file",
                "name a capture made by tcpdump, dumpcap or Wireshark");
    }

    /** Makes the exception for missing bytes from the reason why the bytes ended, not from the place. */
    @SuppressWarnings("NullAway") // called only if the bytes end early
    private static CaptureException reason(CaptureWindow file, @Nullable CaptureException place) {
        String text = file.failure().getMessage();
        boolean plain = file.failure().getClass() == IOException.class && text != null;
        var reason = file.fault(file.availableBytes(), plain
                ? text
                : "cannot be read any further (" + file.failure().getClass().getSimpleName()
                        + (text == null ? "" : ": " + text) + ")",
                "make or copy the capture again");
        reason.initCause(file.failure());
        if (place != null) {
            reason.addSuppressed(place);
        }
        return reason;
    }

    /**
     * Moves to the next record. Blocks while a pipe has not delivered a whole record.
     *
     * @return {@code false} at the end of the capture or at a fault, and from then on
     */
    public final boolean next() {
        Step step = step();
        while (step == Step.LATER) {
            file.awaitMore(Long.MAX_VALUE);
            step = step();
        }
        return step == Step.RECORD;
    }

    /** Does what {@link #next()} does, without waiting. */
    final Step step() {
        if (ended) {
            return Step.END;
        }
        try {
            Step step = advance();
            records += step == Step.RECORD ? 1 : 0;
            if (step == Step.END) {
                ended = true;
                fault = file.failure() != null ? reason(file, null) : records == 0 ? firstSkipped : null;
            }
            return step;
        } catch (CaptureException e) {
            ended = true;
            fault = file.failure() != null ? reason(file, e) : e;
            return Step.END;
        }
    }

    /** Returns whether {@link #step()} may find no record although there will be one, because its bytes come later. */
    final boolean mayPause() {
        return file.mayPause();
    }

    /** Blocks until {@link #step()} may go on. */
    final void awaitMore(long timeoutNs) {
        file.awaitMore(timeoutNs);
    }

    abstract Step advance() throws CaptureException;

    /** Throws unless a length found in the file is possible for a record. */
    final int bounded(long lengthBytes) throws CaptureException {
        if (lengthBytes > MAX_RECORD_BYTES) {
            throw file.fault(0, "a record claims " + lengthBytes + " captured bytes, more than the limit of "
                    + MAX_RECORD_BYTES, DAMAGED);
        }
        return (int) lengthBytes;
    }

    final CaptureException tooFew(long lengthBytes, long leftBytes) {
        return file.fault(0, "a record claims " + lengthBytes + " captured bytes where " + leftBytes + " are left",
                CUT_OFF);
    }

    /**
     * Makes the record whose data are at {@code offset} the current one.
     *
     * @return {@code false} if the record was skipped and counted, because it cannot become an Ethernet frame
     */
    final boolean take(int offset, int captured, long original, int linkType) {
        if (!link.read(file, offset, captured, linkType)) {
            skip(linkType);
            return false;
        }
        dataOffset = offset + link.foundBytes();
        int change = link.writtenBytes() - link.foundBytes();
        capturedBytes = Math.min(captured + change, MAX_RECORD_BYTES);
        // Never below the captured length, never beyond an int.
        originalBytes = Math.clamp(original + change, Math.max(captured + change, capturedBytes), Integer.MAX_VALUE);
        return true;
    }

    /** Counts a record of a link type that is not read. */
    final void skip(int linkType) {
        if (skipped++ == 0) {
            firstSkipped = file.fault(0, LinkType.isRead(linkType)
                    ? "a record of link type " + linkType + " holds no IP packet"
                    : LinkType.found(linkType), LinkType.remedy());
        }
    }

    /**
     * Copies the current record into a packet: bytes, both lengths, timestamp and port.
     *
     * @param packet owned by the caller; its buffer must be large enough
     */
    public final void copyTo(Packet packet) {
        int written = link.writtenBytes();
        packet.resize(capturedBytes, originalBytes);
        link.write(packet);
        packet.copyFrom(file.segment(), file.index(dataOffset), written, capturedBytes - written);
        packet.timestampNs(timestampNs);
        packet.port(port);
    }

    /** {@return how many bytes of the frame are in the file, plus those of an Ethernet header that was put in front} */
    public final int capturedBytes() {
        return capturedBytes;
    }

    /** {@return how many bytes the frame had on the wire, plus those of an Ethernet header that was put in front} */
    public final int originalBytes() {
        return originalBytes;
    }

    /** {@return when the packet was recorded, in nanoseconds since the Unix epoch} */
    public final long timestampNs() {
        return timestampNs;
    }

    /** {@return the interface number; 0 in a pcap file} */
    public final int port() {
        return port;
    }

    /** {@return how many records were read so far, without those skipped} */
    public final long records() {
        return records;
    }

    /** {@return how many records were skipped so far, because their link type is not read or they hold no packet} */
    public final long skipped() {
        return skipped;
    }

    /** {@return the reason why the file could not be read to its end; {@code null} if it could, or still may} */
    public final @Nullable CaptureException fault() {
        return fault;
    }

    @Override
    public final void close() {
        ended = true;
        file.close();
    }
}
