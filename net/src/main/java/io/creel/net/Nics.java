package io.creel.net;

import io.creel.net.driver.NicDriver;
import java.io.IOException;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Opens a NIC by a word: {@code memory:}, {@code switch:NAME}, {@code pcap:FILE}, {@code afxdp:IF[:queue]},
 * {@code afpacket:IF}, {@code tap:NAME}, and the words of other drivers on the path.
 */
public final class Nics {
    private Nics() {
    }

    /**
     * Opens a NIC.
     *
     * @param word scheme, colon, target
     * @return the NIC, open; the caller closes it
     * @throws IllegalArgumentException if no driver knows the scheme, or if the driver does not understand the target
     * @throws IOException if the target cannot be opened; the message is one sentence for the user
     */
    public static Nic open(String word) throws IOException {
        var drivers = new TreeMap<String, NicDriver>();
        for (NicDriver driver : ServiceLoader.load(NicDriver.class, Nics.class.getClassLoader())) {
            drivers.put(driver.scheme(), driver);
        }
        int colon = word.indexOf(':');
        NicDriver driver = colon < 0 ? null : drivers.get(word.substring(0, colon));
        if (driver == null) {
            String known = drivers.values().stream().map(NicDriver::usage).collect(Collectors.joining(", "));
            throw new IllegalArgumentException("unknown NIC: word=" + word + ", known=" + known);
        }
        return driver.open(word.substring(colon + 1));
    }
}
