package io.creel.net.driver;

import io.creel.net.NicCounter;
import io.creel.net.NicStatistics;
import io.creel.net.Packet;
import io.creel.net.os.DeviceFeatures;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.Vlan;
import io.creel.net.wire.VlanDescriptor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Handles frames that the offloads of their sender left unfinished. A driver uses it to count them and to finish the
 * checksums that can be finished. It prints each remedy to standard error once, as a sentence with the command to type.
 *
 * <p>
 * Threads: any. Only the first frame of a kind allocates and prints.
 */
public final class PeerOffloads {
    private static final int SAID_CHECKSUM = 1;
    private static final int SAID_LENGTH = 2;
    private static final int SAID_DROPPED = 4;

    private final String nicName;
    private final int mtuBytes;
    private final NicStatistics statistics;
    private final boolean looksAtChecksums;
    private final AtomicInteger said = new AtomicInteger();
    private final AtomicReference<List<String>> sentences = new AtomicReference<>(List.of());

    /**
     * Makes the handler of one NIC.
     *
     * @param nicName for messages
     * @param mtuBytes the longest network-layer packet that the link carries
     * @param statistics the counters of the NIC
     * @param looksAtChecksums whether {@link #arrived} looks for open checksums: {@code false} for a wire, which
     *        carries none, and for a driver that learns of them from the kernel
     */
    public PeerOffloads(String nicName, int mtuBytes, NicStatistics statistics, boolean looksAtChecksums) {
        this.nicName = nicName;
        this.mtuBytes = mtuBytes;
        this.statistics = statistics;
        this.looksAtChecksums = looksAtChecksums;
    }

    /**
     * Reports, at the opening, how the interface itself merges received frames.
     *
     * @param interfaceName the interface, for the command in the message
     * @param features the features of the interface
     * @param losesMergedFrames whether the driver loses merged frames; otherwise nothing is reported
     */
    public void merges(String interfaceName, DeviceFeatures features, boolean losesMergedFrames) {
        if (losesMergedFrames && (features.mergesInSoftware() || features.mergesInHardware())) {
            say("received segments are merged: nic=" + nicName + ", generic-receive-offload="
                    + onOff(features.mergesInSoftware()) + ", large-receive-offload="
                    + onOff(features.mergesInHardware())
                    + "; merged segments above the MTU are lost here: type 'ethtool -K " + interfaceName
                    + " gro off lro off'");
        }
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }

    /**
     * Examines a received packet and finishes a checksum that is open.
     *
     * @param packet owned by the caller
     */
    public void arrived(Packet packet) {
        int bytes = packet.lengthBytes();
        if (bytes > mtuBytes + EthernetDescriptor.HEADER_BYTES && !isTaggedAndFits(packet, bytes)) {
            aboveMtu(packet.originalLengthBytes());
        }
        if (looksAtChecksums && DriverPackets.findOpenChecksum(packet)) {
            packet.finishChecksum();
            openChecksum();
        }
    }

    private boolean isTaggedAndFits(Packet packet, int bytes) {
        return bytes <= mtuBytes + EthernetDescriptor.HEADER_BYTES + VlanDescriptor.TAG_BYTES
                && Vlan.isTag(Ethernet.etherType(packet));
    }

    /** Counts an open checksum that the driver has finished. */
    public void openChecksum() {
        statistics.add(NicCounter.RX_CHECKSUM_OPEN, 1);
        if (first(SAID_CHECKSUM)) {
            say("the sender leaves checksums to its hardware: nic=" + nicName
                    + "; each is finished here, which costs time: type 'ethtool -K PEER tx off' at the sender, whose"
                    + " interface PEER is");
        }
    }

    /**
     * Counts a frame that is longer than the link carries, whether or not it can be delivered.
     *
     * @param frameBytes the length of the frame
     */
    public void aboveMtu(int frameBytes) {
        statistics.add(NicCounter.RX_ABOVE_MTU, 1);
        if (first(SAID_LENGTH)) {
            say("the sender leaves segmentation to its hardware: nic=" + nicName + ", mtuBytes=" + mtuBytes
                    + ", frameBytes=" + frameBytes
                    + "; TCP crawls or stalls, because frames above the MTU are lost here or cannot be sent on: type"
                    + " 'ethtool -K PEER tx off tso off gso off' at the sender, whose interface PEER is");
        }
    }

    /**
     * Reports frames that the kernel has dropped before they reached the driver.
     *
     * @param counter the counter of these frames
     * @param count how many frames the kernel has dropped; 0 reports nothing
     */
    public void kernelDropped(NicCounter counter, long count) {
        if (count > 0 && first(SAID_DROPPED)) {
            say("the kernel dropped frames: nic=" + nicName + ", " + counter + "=" + count
                    + "; they found no free buffer or, if TCP stalls, are longer than one: type 'ethtool -K PEER tx off"
                    + " tso off gso off' at the sender, whose interface PEER is");
        }
    }

    private boolean first(int what) {
        return (said.getPlain() & what) == 0 && (said.getAndUpdate(before -> before | what) & what) == 0;
    }

    private void say(String sentence) {
        System.err.println(sentence);
        sentences.updateAndGet(before -> {
            var more = new java.util.ArrayList<>(before);
            more.add(sentence);
            return List.copyOf(more);
        });
    }

    /** {@return the sentences that were printed so far} */
    public List<String> sentences() {
        return sentences.get();
    }
}
