package io.creel.cli.attach;

/** Thrown if a JVM cannot be inspected; the message says why in one sentence. */
public final class AttachRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    AttachRefusedException(String sentence) {
        super(sentence);
    }
}
