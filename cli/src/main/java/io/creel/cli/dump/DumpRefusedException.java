package io.creel.cli.dump;

/** Thrown if a JVM cannot be inspected; the message says why in one sentence. */
final class DumpRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    DumpRefusedException(String sentence) {
        super(sentence);
    }
}
