package io.creel.net.driver;

import io.creel.net.Nic;
import io.creel.net.Nics;
import java.io.IOException;

/**
 * Opens NICs of one kind. {@link java.util.ServiceLoader} finds the drivers, so your driver adds one more scheme to
 * {@link Nics#open}.
 */
public interface NicDriver {
    /** {@return the word in front of the colon} */
    String scheme();

    /** {@return the form of the whole word, for messages: {@code pcap:FILE}} */
    String usage();

    /**
     * Opens a NIC.
     *
     * @param target the part of the word behind the colon; may be empty
     * @return the NIC, open; the caller closes it
     * @throws IllegalArgumentException if the target makes no sense; the message is one sentence for the user
     * @throws IOException if the target cannot be opened; the message is one sentence for the user
     */
    Nic open(String target) throws IOException;
}
