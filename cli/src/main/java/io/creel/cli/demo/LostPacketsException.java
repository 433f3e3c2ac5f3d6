package io.creel.cli.demo;

/** Thrown if packets are not accounted for. The message is one sentence for the user. */
final class LostPacketsException extends Exception {
    private static final long serialVersionUID = 1L;

    LostPacketsException(String message) {
        super(message);
    }

    LostPacketsException(long in, long out, long dropped) {
        this("packets were lost: in=" + in + ", out=" + out + ", dropped=" + dropped);
    }
}
