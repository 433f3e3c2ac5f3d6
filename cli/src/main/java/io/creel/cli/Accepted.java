package io.creel.cli;

/** For a refusal that cannot be, because the example has made room: it ends the program rather than losing something. */
public final class Accepted {
    private Accepted() {
    }

    /** Throws if something was refused. */
    public static void require(boolean accepted) {
        if (!accepted) {
            throw new IllegalStateException("refused, although there is room");
        }
    }
}
