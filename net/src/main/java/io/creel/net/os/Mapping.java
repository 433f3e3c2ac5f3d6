package io.creel.net.os;

import java.util.concurrent.atomic.AtomicBoolean;

/** Memory shared with the kernel; nobody unmaps it but {@link #close}, which counts once. */
public final class Mapping implements AutoCloseable {
    private final long address;
    private final long sizeBytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Mapping(long address, long sizeBytes) {
        this.address = address;
        this.sizeBytes = sizeBytes;
    }

    public static Mapping of(Descriptor descriptor, long offset, long sizeBytes, String what, String values)
            throws OsException {
        long address = new Kernel().mapShared(descriptor.number(), offset, sizeBytes);
        // An address may look negative; the kernel never returns one within a page of the end.
        if (address < 0 && address > -4096) {
            throw OsException.of(what, values, (int) -address);
        }
        return new Mapping(address, sizeBytes);
    }

    public long address() {
        return address;
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            new Kernel().unmap(address, sizeBytes);
        }
    }
}
