package io.creel.cli.colocation;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the packets of a run have gone. Each is answered or in exactly one of the losses.
 *
 * @param sent
 *            how many packets the generator has made
 * @param answered
 *            how many came back
 * @param lost
 *            the others, by the end that has counted them
 */
record Account(long sent, long answered, Map<String, Long> lost) {
    /** Collects the counts, after both ends of the link are closed. */
    static Account of(OpenLoop load, Server server, ColocationLink link, long droppedByLink) {
        Map<String, Long> lost = new LinkedHashMap<>();
        add(lost, "generator: no room to send", load.refused());
        add(lost, "generator", link.generator());
        add(lost, "the kernel between the sockets", droppedByLink);
        add(lost, "echo", link.echo());
        add(lost, "echo: not sent back", server.kept());
        return new Account(load.sent(), load.answers(), lost);
    }

    private static void add(Map<String, Long> lost, String end, Nic nic) {
        for (NicCounter counter : NicCounter.values()) {
            if (counter.isLoss()) {
                add(lost, end + ": " + counter, nic.statistics().get(counter));
            }
        }
    }

    private static void add(Map<String, Long> lost, String by, long packets) {
        if (packets != 0) {
            lost.merge(by, packets, Long::sum);
        }
    }

    long lostPackets() {
        return lost.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns whether every packet is accounted for. */
    boolean isExact() {
        return sent == answered + lostPackets();
    }

    @Override
    public String toString() {
        return "sent=" + sent + ", answered=" + answered + ", lost=" + lost;
    }
}
