package io.creel.net.driver;

import io.creel.net.Nic;
import io.creel.net.Nics;
import java.io.IOException;

/**
 * Opens NICs of one kind. Found through {@link java.util.ServiceLoader}, so that a driver of yours is one more word for
 * {@link Nics#open}.
 */
public interface NicDriver {
    /** The word in front of the colon. */
    String scheme();

    /** What the whole word looks like, for messages: {@code pcap:FILE}. */
    String usage();

    /**
     * @param target
     *            what stands behind the colon; may be empty
     * @throws IllegalArgumentException
     *             if the target makes no sense; the message is one sentence for the user
     * @throws IOException
     *             if the target cannot be opened; the message is one sentence for the user
     */
    Nic open(String target) throws IOException;
}
