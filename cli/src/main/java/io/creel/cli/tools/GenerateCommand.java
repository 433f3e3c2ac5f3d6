package io.creel.cli.tools;

import io.creel.net.Nic;
import io.creel.net.wire.IpText;
import io.creel.schedulers.BusySpin;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends frames at intended times (open loop). */
@Command(name = "generate", description = {
        "Send UDP datagrams at intended times, even if the receiver is behind (open loop), and time the answers.",
        "The sender needs a core of its own. A frame that leaves more than 10 us after its time counts as late.",
        "A run with more than 5 %% late frames is void: the output says so, and the exit code is 1."})
public final class GenerateCommand extends ToolCommand {
    static final long FROM_MAC = 0x02_00_00_00_00_02L;
    static final long TO_MAC = 0x02_00_00_00_00_01L;
    static final String FROM = "10.77.0.2";
    static final String TO = "10.77.0.1";

    private static final int MIN_PAYLOAD_BYTES = 64;
    private static final int DATAGRAM_HEADERS_BYTES = 28;
    private static final int MAX_DATAGRAM_BYTES = 65_535;
    private static final int MAX_RATE = 20_000_000;

    @Parameters(index = "0", paramLabel = "NIC", description = "The NIC to send on.")
    private String word;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "10000", description = "Mean number of frames per second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--arrivals", paramLabel = "poisson|fixed", defaultValue = "poisson", description = "Distribution of the gaps between frames: poisson or fixed (default: ${DEFAULT-VALUE}).")
    private String arrivals;

    @Option(names = "--size", paramLabel = "BYTES", defaultValue = "64", description = "Bytes of UDP payload, from 64 to the MTU's limit (1472 or more) (default: ${DEFAULT-VALUE}).")
    private int sizeBytes;

    @Option(names = "--flows", paramLabel = "N", defaultValue = "16", description = "Number of flows: source ports used in turn, from 10000 on (default: ${DEFAULT-VALUE}).")
    private int flows;

    @Option(names = "--from", paramLabel = "A.B.C.D", defaultValue = FROM, description = "Source address (default: ${DEFAULT-VALUE}).")
    private String from;

    @Option(names = "--to", paramLabel = "A.B.C.D", defaultValue = TO, description = "Destination address (default: ${DEFAULT-VALUE}).")
    private String to;

    @Option(names = "--mac", paramLabel = "XX:XX:...", description = "Destination Ethernet address (default: found by ARP).")
    private String mac;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the gaps (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    List<String> words() {
        return List.of(word);
    }

    @Override
    boolean isGenerator() {
        return true;
    }

    @Override
    void check() {
        requireRange("--rate", rate, 1, MAX_RATE);
        requireRange("--flows", flows, 1, Probe.MAX_FLOWS);
        requireAtLeast("--size", sizeBytes, MIN_PAYLOAD_BYTES);
        if (!arrivals.equals("poisson") && !arrivals.equals("fixed")) {
            throw refused("--arrivals must be poisson or fixed: " + arrivals + ".");
        }
        for (String each : List.of(from, to)) {
            if (address(each) == 0) {
                throw refused((each.equals(from) ? "--from" : "--to") + " is not an IPv4 address: " + each + ".");
            }
        }
        if (mac != null && mac(mac) == 0) {
            throw refused("--mac is not an Ethernet address: " + mac + ".");
        }
    }

    @Override
    ToolWork start(List<Nic> nics, Quota quota, Tally tally) {
        Nic nic = nics.getFirst();
        requireRange("--size", sizeBytes, MIN_PAYLOAD_BYTES,
                Math.min(nic.capabilities().mtuBytes(), MAX_DATAGRAM_BYTES) - DATAGRAM_HEADERS_BYTES);
        long fromMac = nic.macAddress() == 0 ? FROM_MAC : nic.macAddress();
        var arp = new ArpAnswers(address(from), fromMac);
        var ends = new Probe.Ends(fromMac, destination(nic), address(from), address(to));
        var run = new ToolRun(1);
        long now = CLOCK.getAsLong();
        var generator = new Generator(nic, new Probe(ends, sizeBytes, flows, (int) (now ^ now >>> 32)),
                new Schedule(Schedule.Spacing.valueOf(arrivals.toUpperCase(java.util.Locale.ROOT)), rate, seed), quota,
                arp, tally, run, CLOCK);
        var group = group("generate", 1, run, _ -> new BusySpin());
        group.start(generator);
        return new ToolWork(run, group, List.of(generator.out()), generator, null, "Sent", "Ignored");
    }

    private long destination(Nic nic) {
        if (mac != null) {
            return mac(mac);
        }
        if (nic.macAddress() == 0) {
            return TO_MAC;
        }
        long found = new ArpResolver(nic, CLOCK).ask(address(from), address(to));
        if (found == 0) {
            throw refused("no answer to ARP: address=" + IpText.ipv4(address(to)) + ", nic=" + nic.name()
                    + "; start the other end, or give --mac.");
        }
        return found;
    }

    /** Parses an IPv4 address. Returns 0 for other text, and for 0.0.0.0, which no host has. */
    static int address(String text) {
        String[] parts = text.split("\\.", -1);
        int address = 0;
        for (String part : parts) {
            if (parts.length != 4 || !part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
                return 0;
            }
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }

    /** Parses an Ethernet address. Returns 0 for other text. */
    static long mac(String text) {
        return text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}") ? Long.parseLong(text.replace(":", ""), 16) : 0;
    }
}
