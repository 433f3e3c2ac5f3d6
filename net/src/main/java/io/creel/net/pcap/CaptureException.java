package io.creel.net.pcap;

import java.io.IOException;
import java.nio.file.Path;

/** A capture file that cannot be read, or not any further. The message is one sentence for the user. */
public final class CaptureException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long byteOffset;

    /** A file that could not be opened at all. */
    CaptureException(Path file, String found, String remedy) {
        super(file + ": " + found + "; " + remedy);
        byteOffset = 0;
    }

    CaptureException(Path file, long byteOffset, String found, String remedy) {
        super(file + ": byte " + byteOffset + ": " + found + "; " + remedy);
        this.byteOffset = byteOffset;
    }

    static CaptureException unreadable(Path file, IOException cause) {
        var fault = new CaptureException(file, "cannot be read (" + cause.getClass().getSimpleName() + ")",
                "check its permissions");
        fault.initCause(cause);
        return fault;
    }

    /** A file that is not the one it was. */
    static CaptureException changed(Path file, long before, long now) {
        String found = "the file had " + before + " packets in its first replay and has " + now + " now";
        var fault = new CaptureException(file, found, "replay a file that nobody writes to");
        fault.initCause(new IOException(found));
        return fault;
    }

    /** Whether the file could not be read or has changed while it was; false if its bytes break the format. */
    public boolean isReading() {
        return getCause() instanceof IOException;
    }

    /** Where the file stops making sense; everything before was delivered. */
    public long byteOffset() {
        return byteOffset;
    }
}
