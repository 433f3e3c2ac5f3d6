package io.creel.net.pcap;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A capture file that cannot be read, or not any further. The message is one sentence for the user. */
public final class CaptureException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The offset of the first byte that breaks the format. */
    private final long byteOffset;

    /** Makes the exception for a file that could not be opened. */
    CaptureException(Path file, @Nullable String found, String remedy) {
        super(file + ": " + found + "; " + remedy);
        byteOffset = 0;
    }

    CaptureException(Path file, long byteOffset, @Nullable String found, String remedy) {
        super(file + ": byte " + byteOffset + ": " + found + "; " + remedy);
        this.byteOffset = byteOffset;
    }

    static CaptureException unreadable(Path file, IOException cause) {
        var fault = new CaptureException(file, "cannot be read (" + cause.getClass().getSimpleName() + ")",
                "check its permissions");
        fault.initCause(cause);
        return fault;
    }

    /** Makes the exception for a file that has changed since an earlier replay. */
    static CaptureException changed(Path file, long before, long now) {
        @Nullable
        String found = "the file had " + before + " packets in its first replay and has " + now + " now";
        var fault = new CaptureException(file, found, "replay a file that no program writes to");
        fault.initCause(new IOException(found));
        return fault;
    }

    /**
     * {@return whether the file could not be read or has changed meanwhile; {@code false} if its bytes break the
     * format}
     */
    public boolean isReading() {
        return getCause() instanceof IOException;
    }

    /** {@return the offset of the first byte that breaks the format; all records before it were delivered} */
    public long byteOffset() {
        return byteOffset;
    }
}
