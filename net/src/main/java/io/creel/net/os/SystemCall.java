package io.creel.net.os;

/** The numbers of the system calls that Creel makes, in one table for both machines that it runs on. */
public enum SystemCall {
    /** Reads from a descriptor. */
    READ(0, 63),
    /** Writes to a descriptor. */
    WRITE(1, 64),
    /** Closes a descriptor. */
    CLOSE(3, 57),
    /** Maps memory. */
    MMAP(9, 222),
    /** Unmaps memory. */
    MUNMAP(11, 215),
    /** Makes a device-specific request. */
    IOCTL(16, 29),
    /** Advises on the use of memory. */
    MADVISE(28, 233),
    /** Opens a socket. */
    SOCKET(41, 198),
    /** Sends on a socket. */
    SENDTO(44, 206),
    /** Receives on a socket. */
    RECVFROM(45, 207),
    /** Binds a socket. */
    BIND(49, 200),
    /** Sets an option of a socket. */
    SETSOCKOPT(54, 208),
    /** Reads an option of a socket. */
    GETSOCKOPT(55, 209),
    /** Opens a file. */
    OPENAT(257, 56),
    /** Waits for descriptors. */
    PPOLL(271, 73),
    /** Makes a BPF request. */
    BPF(321, 280);

    private final int x8664;
    private final int aarch64;

    SystemCall(int x8664, int aarch64) {
        this.x8664 = x8664;
        this.aarch64 = aarch64;
    }

    /** Returns whether the table has a column for this machine. */
    static boolean isKnown() {
        String architecture = System.getProperty("os.arch");
        return "amd64".equals(architecture) || "aarch64".equals(architecture);
    }

    /**
     * Returns the number of the call on a machine.
     *
     * @param architecture the system property {@code os.arch}
     * @return the number
     * @throws UnsupportedOperationException if the table has no column for the machine
     */
    public long number(String architecture) {
        return switch (architecture) {
            case "amd64" -> x8664;
            case "aarch64" -> aarch64;
            default -> throw new UnsupportedOperationException("no system call numbers: architecture=" + architecture
                    + ", known=amd64, aarch64; use memory: or pcap:FILE on this machine");
        };
    }
}
