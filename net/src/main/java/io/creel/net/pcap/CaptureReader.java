package io.creel.net.pcap;

import io.creel.net.Packet;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads the records of a pcap or pcapng file, one after the other.
 *
 * <p>
 * {@link #next()} moves to the next record, whose values the accessors then give; nothing is allocated per record. At
 * the first fault it answers false for good, and {@link #fault()} tells. One thread at a time. The file is mapped: it
 * may grow meanwhile, unseen, but one that is cut shorter meanwhile ends in the {@link InternalError} the JVM throws
 * for mapped memory that is gone.
 */
public abstract sealed class CaptureReader implements AutoCloseable permits PcapReader, PcapngReader {
    /** Longest record that is believed: the maximum snaplen of tcpdump and Wireshark, 256 KiB. */
    public static final int MAX_RECORD_BYTES = 262_144;

    static final String DAMAGED = "the file is damaged from here on, make or copy the capture again";
    static final String CUT_OFF = "the file is cut off, make or copy the capture again";

    final CaptureFile file;
    long dataOffset;
    int capturedBytes;
    int originalBytes;
    long timestampNs;
    int port;
    private CaptureException fault;
    private long records;

    CaptureReader(CaptureFile file) {
        this.file = file;
    }

    /**
     * Opens a file and tells its format by its first bytes.
     *
     * @throws CaptureException
     *             if there is nothing to read: missing, unreadable, empty, neither pcap nor pcapng, not Ethernet
     */
    public static CaptureReader open(Path path) throws IOException {
        CaptureFile file = CaptureFile.open(path);
        try {
            return detect(file);
        } catch (CaptureException e) {
            file.close();
            throw e;
        }
    }

    private static CaptureReader detect(CaptureFile file) throws CaptureException {
        if (file.sizeBytes() == 0) {
            throw file.fault(0, "the file is empty", "make the capture again");
        }
        if (file.sizeBytes() < 4) {
            throw file.fault(0, "only " + file.sizeBytes() + " bytes, too few for a pcap or pcapng file", CUT_OFF);
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

    /** Moves to the next record. False at the end of the file or at a fault, and from then on. */
    public final boolean next() {
        if (fault != null) {
            return false;
        }
        try {
            boolean there = advance();
            records += there ? 1 : 0;
            return there;
        } catch (CaptureException e) {
            fault = e;
            return false;
        }
    }

    abstract boolean advance() throws CaptureException;

    /** Fails unless a length found in the file is one a record can have. */
    final int bounded(long offset, long lengthBytes, long leftBytes) throws CaptureException {
        if (lengthBytes > MAX_RECORD_BYTES) {
            throw file.fault(offset, "a record claims " + lengthBytes + " captured bytes, more than the limit of "
                    + MAX_RECORD_BYTES, DAMAGED);
        }
        if (lengthBytes > leftBytes) {
            throw file.fault(offset,
                    "a record claims " + lengthBytes + " captured bytes where " + leftBytes + " are left",
                    CUT_OFF);
        }
        return (int) lengthBytes;
    }

    /** Sets the original length: never below what was captured, never beyond an int. */
    final void lengths(int captured, long original) {
        capturedBytes = captured;
        originalBytes = Math.clamp(original, captured, Integer.MAX_VALUE);
    }

    /** Makes {@code packet} hold this record: bytes, both lengths, timestamp and port. It must be large enough. */
    public final void copyTo(Packet packet) {
        packet.resize(capturedBytes, originalBytes);
        packet.copyFrom(file.bytes(), dataOffset, 0, capturedBytes);
        packet.timestampNs(timestampNs);
        packet.port(port);
    }

    /** Bytes of the record that are in the file. */
    public final int capturedBytes() {
        return capturedBytes;
    }

    /** Bytes the frame had on the wire. */
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

    /** The records read so far. */
    public final long records() {
        return records;
    }

    /** Why the file could not be read to its end; null if it could, or may yet. */
    public final CaptureException fault() {
        return fault;
    }

    @Override
    public final void close() {
        file.close();
    }
}
