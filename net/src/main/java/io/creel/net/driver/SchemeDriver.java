package io.creel.net.driver;

import io.creel.net.Nic;
import java.io.IOException;

/** The common part of drivers whose word needs a target: {@code tap:NAME}. */
public abstract class SchemeDriver implements NicDriver {
    private final String usage;
    private final String need;

    /**
     * Makes a driver.
     *
     * @param usage the form of the whole word, which begins with the scheme: {@code tap:NAME}
     * @param need the complaint about a word without a target: {@code TAP needs a name}
     */
    protected SchemeDriver(String usage, String need) {
        this.usage = usage;
        this.need = need;
    }

    /**
     * Does what {@link NicDriver#open} does, with a target that is not empty.
     *
     * @param target the part of the word behind the colon, not empty
     * @return the NIC, open; the caller closes it
     * @throws IOException if the target cannot be opened; the message is one sentence for the user
     */
    protected abstract Nic openTarget(String target) throws IOException;

    /**
     * Makes the exception for a target that lacks a needed part.
     *
     * @param target the part of the word behind the colon
     * @return the exception, for the caller to throw
     */
    protected final IllegalArgumentException missing(String target) {
        return new IllegalArgumentException(need + ": word=" + scheme() + ":" + target + ", known=" + usage);
    }

    @Override
    public final String scheme() {
        return usage.substring(0, usage.indexOf(':'));
    }

    @Override
    public final String usage() {
        return usage;
    }

    @Override
    public final Nic open(String target) throws IOException {
        if (target.isEmpty()) {
            throw missing(target);
        }
        return openTarget(target);
    }
}
