package io.creel.cli;

/**
 * Ends the program if something was refused although the caller has made room for it. A silent refusal would lose a
 * handle or a packet.
 */
public final class Accepted {
    private Accepted() {
    }

    /** Throws if the offer was refused. */
    public static void require(boolean accepted) {
        if (!accepted) {
            throw new IllegalStateException("refused, although there is room");
        }
    }
}
