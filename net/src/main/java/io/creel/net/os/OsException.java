package io.creel.net.os;

import java.io.IOException;

/**
 * A system call that failed for good. The message names the failed operation, its object, the error and the way out.
 */
public final class OsException extends IOException {
    private static final long serialVersionUID = 1;

    /** The positive error number. */
    private final int errno;

    private OsException(String message, int errno) {
        super(message);
        this.errno = errno;
    }

    /**
     * Makes an exception with the message {@code what: values, error=NAME; remedy}.
     *
     * @param what the failed operation
     * @param values {@code name=value, name=value}
     * @param errno a positive error number
     * @param remedy the way out
     * @return the exception, for the caller to throw
     */
    public static OsException of(String what, String values, int errno, String remedy) {
        return new OsException(what + ": " + values + ", error=" + Errno.name(errno) + "; " + remedy, errno);
    }

    /**
     * Makes an exception with the remedy that fits its error in any call.
     *
     * @param what the failed operation
     * @param values {@code name=value, name=value}
     * @param errno a positive error number
     * @return the exception, for the caller to throw
     */
    public static OsException of(String what, String values, int errno) {
        return of(what, values, errno, Errno.remedy(errno));
    }

    /**
     * Makes the exception for a NIC whose interface was removed.
     *
     * @param interfaceName the removed interface
     * @param errno a positive error number
     * @return the exception, for the caller to throw
     */
    public static OsException removed(String interfaceName, int errno) {
        return of("the interface was removed", "interface=" + interfaceName, errno,
                "close this NIC and open another");
    }

    /**
     * Passes a good result on.
     *
     * @param result the result of a system call
     * @param what the failed operation, for the message
     * @param values {@code name=value, name=value}, for the message
     * @return the result, if it is not negative
     * @throws OsException if the result is a negative error number
     */
    public static long check(long result, String what, String values) throws OsException {
        if (result < 0) {
            throw of(what, values, (int) -result);
        }
        return result;
    }

    /** {@return the positive error number} */
    public int errno() {
        return errno;
    }
}
