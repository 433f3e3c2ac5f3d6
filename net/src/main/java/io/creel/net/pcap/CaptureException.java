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

    /** Where the file stops making sense; everything before was delivered. */
    public long byteOffset() {
        return byteOffset;
    }
}
