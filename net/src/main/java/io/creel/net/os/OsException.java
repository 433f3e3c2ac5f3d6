package io.creel.net.os;

import java.io.IOException;

/** A system call that failed for good. The message says what failed, on what, why, and the way out. */
public final class OsException extends IOException {
    private static final long serialVersionUID = 1;

    private final int errno;

    private OsException(String message, int errno) {
        super(message);
        this.errno = errno;
    }

    /**
     * {@code what: values, error=NAME; remedy}.
     *
     * @param values
     *            {@code name=value, name=value}
     */
    public static OsException of(String what, String values, int errno, String remedy) {
        return new OsException(what + ": " + values + ", error=" + Errno.name(errno) + "; " + remedy, errno);
    }

    /** With the remedy that fits this error in any call. */
    public static OsException of(String what, String values, int errno) {
        return of(what, values, errno, Errno.remedy(errno));
    }

    /** The end of a NIC whose interface is there no more. */
    public static OsException removed(String interfaceName, int errno) {
        return of("the interface was removed", "interface=" + interfaceName, errno,
                "close this NIC and open another");
    }

    /** Passes a good result on. */
    public static long check(long result, String what, String values) throws OsException {
        if (result < 0) {
            throw of(what, values, (int) -result);
        }
        return result;
    }

    public int errno() {
        return errno;
    }
}
