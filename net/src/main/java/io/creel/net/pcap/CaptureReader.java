package io.creel.net.pcap;

import io.creel.net.Packet;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads the records of a pcap or pcapng capture, one after the other.
 *
 * <p>
 * {@link #next()} moves to the next record, whose values the accessors then give; nothing is allocated per record. At
 * the first fault it answers false for good, and {@link #fault()} tells. One thread at a time. A file is read piece by piece:
 * one that is cut shorter meanwhile ends in a fault. See {@link CaptureInput} for what else can be read.
 *
 * <p>
 * Records are Ethernet frames. Those of another link type get an Ethernet header in place of their own, or are skipped and
 * counted by {@link #skipped()}.
 */
public abstract sealed class CaptureReader implements AutoCloseable permits PcapReader, PcapngReader {
    /** Longest record that is believed: the maximum snaplen of tcpdump and Wireshark, 256 KiB. */
    public static final int MAX_RECORD_BYTES = 262_144;

    static final String DAMAGED = "the file is damaged from here on, make or copy the capture again";
    static final String CUT_OFF = "the file is cut off, make or copy the capture again";

    private static final int MAGIC_BYTES = 4;

    /** What {@link #step()} came to. */
    enum Step {
        /** There is a record at hand. */
        RECORD,
        /** The writer of a pipe has not written a whole one yet. */
        LATER,
        /** There is none any more, regularly or not. */
        END
    }

    final CaptureWindow file;
    long timestampNs;
    int port;
    private final LinkHeader link = new LinkHeader();
    private int dataOffset;
    private int capturedBytes;
    private int originalBytes;
    private CaptureException fault;
    private CaptureException firstSkipped;
    private long records;
    private long skipped;
    private boolean ended;

    CaptureReader(CaptureWindow file) {
        this.file = file;
    }

    /**
     * Opens a capture and tells its format by its first bytes, for which it waits if a pipe has none yet.
     *
     * @throws CaptureException
     *             if there is nothing to read: missing, unreadable, empty, neither pcap nor pcapng, of an unknown link type
     */
    public static CaptureReader open(Path path) throws IOException {
        return detect(CaptureWindow.open(path));
    }

    /** The same capture from its beginning, in the memory of this reader, which is closed. */
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

    /** What could not be read is said by why the bytes ended, not by where. */
    private static CaptureException reason(CaptureWindow file, CaptureException place) {
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
     * Moves to the next record. False at the end of the capture or at a fault, and from then on. Blocks while a pipe has not
     * delivered a whole record.
     */
    public final boolean next() {
        Step step = step();
        while (step == Step.LATER) {
            file.awaitMore(Long.MAX_VALUE);
            step = step();
        }
        return step == Step.RECORD;
    }

    /** As {@link #next()}, without waiting. */
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

    /** Blocks until {@link #step()} may go on. */
    final void awaitMore(long timeoutNs) {
        file.awaitMore(timeoutNs);
    }

    abstract Step advance() throws CaptureException;

    /** Fails unless a length found in the file is one a record can have. */
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
     * Makes the record whose data are at {@code offset} the one at hand.
     *
     * @return false if it was skipped and counted, because it cannot become an Ethernet frame
     */
    final boolean take(int offset, int captured, long original, int linkType) {
        if (!link.read(file, offset, captured, linkType)) {
            skip(linkType);
            return false;
        }
        dataOffset = offset + link.foundBytes();
        int change = link.writtenBytes() - link.foundBytes();
        capturedBytes = Math.min(captured + change, MAX_RECORD_BYTES);
        // Never below what was captured, never beyond an int.
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

    /** Makes {@code packet} hold this record: bytes, both lengths, timestamp and port. It must be large enough. */
    public final void copyTo(Packet packet) {
        int written = link.writtenBytes();
        packet.resize(capturedBytes, originalBytes);
        link.write(packet);
        packet.copyFrom(file.segment(), file.index(dataOffset), written, capturedBytes - written);
        packet.timestampNs(timestampNs);
        packet.port(port);
    }

    /** Bytes of the frame that are in the file, and those of an Ethernet header that was put in front. */
    public final int capturedBytes() {
        return capturedBytes;
    }

    /** Bytes the frame had on the wire, and those of an Ethernet header that was put in front. */
    public final int originalBytes() {
        return originalBytes;
    }

    /** Since the Unix epoch. */
    public final long timestampNs() {
        return timestampNs;
    }

    /** The interface number; 0 in a pcap file. */
    public final int port() {
        return port;
    }

    /** The records read so far, without those skipped. */
    public final long records() {
        return records;
    }

    /** The records skipped so far, because their link type is not read or they hold no packet. */
    public final long skipped() {
        return skipped;
    }

    /** Why the file could not be read to its end; null if it could, or may yet. */
    public final CaptureException fault() {
        return fault;
    }

    @Override
    public final void close() {
        ended = true;
        file.close();
    }
}
