package io.creel.cli.top;

/** Thrown if there is no usable terminal; the message says why in one sentence. */
final class TerminalRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    TerminalRefusedException(String sentence) {
        super(sentence);
    }
}
