package io.creel.cli.dump;

/** A JVM cannot be looked into; the message says why in one sentence. */
final class DumpRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    DumpRefusedException(String sentence) {
        super(sentence);
    }
}
