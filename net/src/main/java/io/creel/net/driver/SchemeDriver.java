package io.creel.net.driver;

import io.creel.net.Nic;
import java.io.IOException;

/** A driver whose word needs a target: {@code tap:NAME}. */
public abstract class SchemeDriver implements NicDriver {
    private final String usage;
    private final String need;

    /**
     * @param usage
     *            what the whole word looks like, which begins with the scheme: {@code tap:NAME}
     * @param need
     *            what is wrong with a word without a target: {@code TAP needs a name}
     */
    protected SchemeDriver(String usage, String need) {
        this.usage = usage;
        this.need = need;
    }

    /** As {@link NicDriver#open}, with a target that is not empty. */
    protected abstract Nic openTarget(String target) throws IOException;

    /** What is thrown if the target does not name what is needed. */
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
