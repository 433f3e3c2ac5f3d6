package io.creel.cli.bridge;

/** A call that ends with −1 and an error number. Without a stack trace: it is an answer, not a fault. */
final class CallFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient LinuxError errno;

    /** With a number alone, as the kernel would answer. */
    CallFailure(LinuxError errno) {
        this(errno, "");
    }

    /** With a sentence for the author of the tool, which the answer carries behind its line. */
    CallFailure(LinuxError errno, String sentence) {
        super(sentence, null, false, false);
        this.errno = errno;
    }

    LinuxError errno() {
        return errno;
    }
}
