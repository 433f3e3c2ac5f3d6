package io.creel.net.os;

/** The numbers of the system calls Creel makes: one table for both machines it runs on. */
public enum SystemCall {
    READ(0, 63), WRITE(1, 64), CLOSE(3, 57), MMAP(9, 222), MUNMAP(11, 215), IOCTL(16, 29), MADVISE(28,
            233), SOCKET(41, 198), SENDTO(44, 206), RECVFROM(45, 207), BIND(49,
                    200), SETSOCKOPT(54, 208), GETSOCKOPT(55, 209), OPENAT(257, 56), PPOLL(271, 73), BPF(321, 280);

    private final int x8664;
    private final int aarch64;

    SystemCall(int x8664, int aarch64) {
        this.x8664 = x8664;
        this.aarch64 = aarch64;
    }

    /** Whether the table has a column for this machine. */
    static boolean isKnown() {
        String architecture = System.getProperty("os.arch");
        return "amd64".equals(architecture) || "aarch64".equals(architecture);
    }

    /**
     * @param architecture
     *            the system property {@code os.arch}
     * @throws UnsupportedOperationException
     *             if the table has no column for it
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
