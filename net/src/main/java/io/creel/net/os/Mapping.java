package io.creel.net.os;

import java.util.concurrent.atomic.AtomicBoolean;

/** Memory shared with the kernel. Only {@link #close} unmaps it; the first close counts. */
public final class Mapping implements AutoCloseable {
    private final long address;
    private final long sizeBytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Mapping(long address, long sizeBytes) {
        this.address = address;
        this.sizeBytes = sizeBytes;
    }

    /**
     * Maps a descriptor, shared with the kernel.
     *
     * @param descriptor the descriptor
     * @param offset the offset in the file, a multiple of the page size
     * @param sizeBytes how many bytes to map
     * @param what the complaint if the call fails, for the message
     * @param values {@code name=value, name=value}, for the message
     * @return the mapping
     * @throws OsException if the kernel refuses
     */
    public static Mapping of(Descriptor descriptor, long offset, long sizeBytes, String what, String values)
            throws OsException {
        long address = new Kernel().mapShared(descriptor.number(), offset, sizeBytes);
        // An address may be negative as a long; the kernel never returns one within a page of the end.
        if (address < 0 && address > -4096) {
            throw OsException.of(what, values, (int) -address);
        }
        return new Mapping(address, sizeBytes);
    }

    /** {@return where the memory starts} */
    public long address() {
        return address;
    }

    /** {@return the length of the memory} */
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
