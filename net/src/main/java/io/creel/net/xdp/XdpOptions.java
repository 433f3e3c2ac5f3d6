package io.creel.net.xdp;

import io.creel.net.PoolSizes;

/**
 * The options for opening an interface with AF_XDP.
 *
 * @param queue the receive queue of the interface that becomes queue 0 of the NIC; {@link #ALL_QUEUES} for each of them
 * @param attach where the program is attached
 * @param copy whether the kernel copies frames once
 * @param trustReceiveChecksum the value that the capabilities report: {@code true} if the peer is a local interface
 *        with offloads on, whose packets carry unfinished checksums
 * @param ringPackets the length of the receive ring: a power of two, 64 to 32768
 * @param busyPollUs how long the kernel polls the device on the receiving thread, 1 to 1,000,000 microseconds; 0 for
 *        interrupts as usual
 * @param transmitChecksum whether the kernel is asked to finish the checksums that packets leave to it
 * @param sizes the packets per queue: at least a ring, by default four rings; for frames longer than a chunk of the
 *        packet memory, by default one ring
 */
public record XdpOptions(int queue, Attach attach, Copy copy, boolean trustReceiveChecksum, int ringPackets,
        int busyPollUs, boolean transmitChecksum, PoolSizes sizes) {
    /** Every receive queue of the interface; the NIC has as many queue pairs. */
    public static final int ALL_QUEUES = -1;

    static final String USAGE = "afxdp:IF[:queue]";
    private static final String SETTINGS = "native, generic, copy, zero-copy, trust-checksum, tx-checksum,"
            + " busy-poll=US, ring=N, " + PoolSizes.SETTINGS;

    /** The place where the program is attached. */
    public enum Attach {
        /** In the driver if it can, else in the stack. */
        ANY,
        /** In the driver. */
        NATIVE,
        /** In the stack of the kernel. */
        GENERIC
    }

    /** Whether the device writes directly into the packet memory. */
    public enum Copy {
        /** Directly if the driver can, else by a copy. */
        ANY,
        /** By a copy of the kernel. */
        COPY,
        /** Directly. */
        ZERO_COPY
    }

    /**
     * Makes the options.
     *
     * @throws IllegalArgumentException if a value is out of bounds
     */
    public XdpOptions {
        if (queue < ALL_QUEUES || ringPackets < 64 || ringPackets > 32_768 || Integer.bitCount(ringPackets) != 1) {
            throw new IllegalArgumentException("impossible AF_XDP options: queue=" + queue + ", ringPackets="
                    + ringPackets + "; the ring is a power of two from 64 to 32768");
        }
        if (busyPollUs < 0 || busyPollUs > 1_000_000) {
            throw new IllegalArgumentException("impossible AF_XDP options: busyPollUs=" + busyPollUs
                    + "; at most a second, 1000000");
        }
        if (sizes.packetsOr(ringPackets) < ringPackets) {
            throw new IllegalArgumentException("impossible AF_XDP options: packets=" + sizes.packets()
                    + ", ringPackets=" + ringPackets + "; the packets of a queue fill its ring at least");
        }
    }

    /**
     * {@return the standard options: all queues, the best mode available, checksums verified, 1024 packets per ring}
     */
    public static XdpOptions standard() {
        return new XdpOptions(ALL_QUEUES, Attach.ANY, Copy.ANY, false, 1024, 0, false, PoolSizes.DEFAULT);
    }

    /**
     * Parses the part of the word behind the interface: {@code :0,generic,trust-checksum}; {@code word} is for
     * messages.
     */
    static XdpOptions parse(String text, String word) {
        XdpOptions options = standard();
        PoolSizes sizes = options.sizes;
        for (String setting : text.split(",", -1)) {
            if (PoolSizes.knows(setting)) {
                sizes = sizes.with(setting, word);
                continue;
            }
            options = setting.startsWith(":")
                    ? options.queue(number(setting.substring(1), word))
                    : options.with(setting, word);
        }
        // Last, because their bounds depend on the ring.
        return options.sizes(sizes);
    }

    private XdpOptions with(String setting, String word) {
        if (setting.startsWith("ring=")) {
            return new XdpOptions(queue, attach, copy, trustReceiveChecksum, number(setting.substring(5), word),
                    busyPollUs, transmitChecksum, sizes);
        }
        if (setting.startsWith("busy-poll=")) {
            return new XdpOptions(queue, attach, copy, trustReceiveChecksum, ringPackets,
                    number(setting.substring(10), word), transmitChecksum, sizes);
        }
        return switch (setting) {
            case "" -> this;
            case "native" -> attach(Attach.NATIVE);
            case "generic" -> attach(Attach.GENERIC);
            case "copy" -> copy(Copy.COPY);
            case "zero-copy" -> copy(Copy.ZERO_COPY);
            case "trust-checksum" -> new XdpOptions(queue, attach, copy, true, ringPackets, busyPollUs,
                    transmitChecksum, sizes);
            case "tx-checksum" -> new XdpOptions(queue, attach, copy, trustReceiveChecksum, ringPackets, busyPollUs,
                    true, sizes);
            default -> throw new IllegalArgumentException("unknown setting: word=" + word + ", setting=" + setting
                    + ", known=" + SETTINGS);
        };
    }

    private static int number(String text, String word) {
        if (!text.matches("[0-9]{1,7}")) {
            throw new IllegalArgumentException("not a number: word=" + word + ", text=" + text + ", known=" + USAGE);
        }
        return Integer.parseInt(text);
    }

    /**
     * Changes the queue.
     *
     * @param value the number of a receive queue, or {@link #ALL_QUEUES}
     * @return the changed options
     */
    public XdpOptions queue(int value) {
        return new XdpOptions(value, attach, copy, trustReceiveChecksum, ringPackets, busyPollUs,
                transmitChecksum, sizes);
    }

    /**
     * Changes the packets per queue.
     *
     * @param value the packets per queue
     * @return the changed options
     */
    public XdpOptions sizes(PoolSizes value) {
        return new XdpOptions(queue, attach, copy, trustReceiveChecksum, ringPackets, busyPollUs,
                transmitChecksum, value);
    }

    /**
     * Changes the place of the program.
     *
     * @param value where the program is attached
     * @return the changed options
     */
    public XdpOptions attach(Attach value) {
        return new XdpOptions(queue, value, copy, trustReceiveChecksum, ringPackets, busyPollUs,
                transmitChecksum, sizes);
    }

    /**
     * Changes whether the kernel copies frames.
     *
     * @param value whether the kernel copies frames once
     * @return the changed options
     */
    public XdpOptions copy(Copy value) {
        return new XdpOptions(queue, attach, value, trustReceiveChecksum, ringPackets, busyPollUs,
                transmitChecksum, sizes);
    }
}
