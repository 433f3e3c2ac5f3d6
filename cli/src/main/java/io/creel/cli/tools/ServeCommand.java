package io.creel.cli.tools;

import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.IpPrefix;
import io.creel.ip.host.HostOptions;
import io.creel.ip.tcp.TcpSettings;
import io.creel.net.Nic;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.vthreads.ThreadQueues;
import io.creel.schedulers.vthreads.VirtualThreads;
import io.creel.servers.ServiceLimits;
import io.creel.servers.dns.DnsZone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves protocols over the lean TCP/IP path. */
@Command(name = "serve", description = ServeCommand.TEXT)
public final class ServeCommand extends ToolCommand {
    static final String TEXT = "Serve HTTP, memcached, DNS, echo or messages over Creel's own TCP/IP path, on one worker.";
    static final String WHAT = "What to serve: http (80; try /, /bytes/N, /upload, /echo), memcached (11211), dns (53,"
            + " with --domain), echo (7, TCP and UDP), messages (7000, for 'creel message-load').";
    static final String ADDRESS = "An address of the host with its prefix, several times for several.";
    static final String MOST = "Most connections of each service (default: ${DEFAULT-VALUE}).";
    static final String DOMAIN = "What dns has authority for (default: ${DEFAULT-VALUE}).";
    static final String NAME = "An address that dns answers with, several times for several.";
    static final String STORE = "Most MiB of memcached's items (default: ${DEFAULT-VALUE}).";

    static final String WHEN = "The order of messages, by their class, and of virtual threads; 'creel policies"
            + " --list' describes every policy (default: ${DEFAULT-VALUE}).";

    static final String BLOCKING = "Serve HTTP by blocking code in virtual threads on the same worker.";

    static final String FILES = "Serve HTTP from the files below this folder instead.";

    private static final int PLACES = 1_024;
    private static final int SEND_BUFFER_BYTES = 1 << 16;
    private static final int HEADERS_BYTES = 40;
    private static final int LISTENERS = 16;
    private static final int TTL_SECONDS = 60;

    @Parameters(index = "0", paramLabel = "NIC", description = "Where to serve.")
    private String word;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "SERVICE[:PORT]", description = WHAT)
    private List<String> services;

    @Option(names = "--address", required = true, paramLabel = "ADDRESS/BITS", description = ADDRESS)
    private List<String> addresses;

    @Option(names = "--gateway", paramLabel = "ADDRESS", description = "The default gateway of its version.")
    private List<String> gateways = List.of();

    @Option(names = "--connections", paramLabel = "N", defaultValue = "1024", description = MOST)
    private int connections;

    @Option(names = "--store-mib", paramLabel = "MIB", defaultValue = "64", description = STORE)
    private int storeMib;

    @Option(names = "--domain", paramLabel = "DOMAIN", defaultValue = "creel.test", description = DOMAIN)
    private String domain;

    @Option(names = "--name", paramLabel = "NAME=ADDRESS", description = NAME)
    private List<String> names = List.of();

    @Option(names = "--when", paramLabel = "WHEN", defaultValue = "priority", description = WHEN)
    private String when;

    @Option(names = "--blocking", description = BLOCKING)
    private boolean blocking;

    @Option(names = "--files", paramLabel = "DIR", description = FILES)
    private Path files;

    private final List<ServedProtocol> served = new ArrayList<>();
    private final HostOptions options = new HostOptions(CLOCK, new SecureRandom()::nextLong);
    private DnsZone zone;
    private ServeProgram program;

    /** Made by the command line. */
    public ServeCommand() {
    }

    @Override
    List<String> words() {
        return List.of(word);
    }

    @Override
    void check() {
        requireRange("--connections", connections, 1, 65_536);
        requireRange("--store-mib", storeMib, 1, 1 << 20);
        if (files != null && !Files.isDirectory(files)) {
            throw refused("--files is no folder: " + files + ".");
        }
        if (files != null && blocking) {
            throw refused("--files and --blocking exclude each other: files are sent by coroutines; leave one out.");
        }
        for (String each : services) {
            ServedProtocol protocol = ServedProtocol.parse(each);
            if (protocol == null) {
                throw refused("no such service: " + each + "; known: " + ServedProtocol.KNOWN
                        + "; a port from 1 to 65535 may follow, as in http:8080.");
            }
            if (served.stream().anyMatch(other -> other.port() == protocol.port())) {
                throw refused("two services at one port: " + protocol.port() + "; give one another port, as in "
                        + protocol.name() + ":8080.");
            }
            served.add(protocol);
        }
        try {
            MessagesServed.policy(when, "check");
        } catch (IllegalArgumentException wrong) {
            throw refusedPolicy(wrong);
        }
        try {
            addresses.forEach(options::address);
            gateways.forEach(options::gateway);
            zone = new DnsZone(domain, TTL_SECONDS);
            for (String each : names) {
                int sign = each.indexOf('=');
                zone.add(each.substring(0, Math.max(0, sign)), IpAddress.parse(each.substring(sign + 1)));
            }
        } catch (IllegalArgumentException | IpException wrong) {
            throw refused(wrong.getMessage() + ".");
        }
    }

    @Override
    ToolWork start(List<Nic> nics, Quota quota, Tally tally) {
        Nic nic = nics.getFirst();
        // Twice as many connections as are served: others are half open, wait, or wait out their time.
        options.tcp(TcpSettings.defaults().edit().sendBuffer(SEND_BUFFER_BYTES)
                .mss(nic.capabilities().mtuBytes() - HEADERS_BYTES).done(), 2 * connections + LISTENERS, LISTENERS);
        var limits = new ServiceLimits(connections, Math.min(connections, 1_024), TimeUnit.SECONDS.toNanos(60),
                TimeUnit.SECONDS.toNanos(20));
        var run = new ToolRun(1);
        var group = group("serve", 1, run, _ -> new HostIdle(() -> program.quietNs()));
        Placement placement = Placement.builder("served", 1, CLOCK).when(name -> MessagesServed.policy(when, name))
                .capacity(PLACES + 2 * connections).build();
        ThreadFactory threads = blocking
                ? new VirtualThreads("http", ThreadQueues.in(placement::place, group), CLOCK).factory()
                : null;
        program = new ServeProgram(nic, options, own(), zone, served, limits, (long) storeMib << 20, placement, threads,
                files, quota, run);
        group.startEach(_ -> program);
        return new ToolWork(run, group, List.of(), null, () -> program.count(tally), "Received", "Counted");
    }

    /** The addresses alone, without their prefixes. */
    private List<IpAddress> own() {
        return addresses.stream().map(each -> IpPrefix.parse(each).address()).toList();
    }

    /** The host is closed by its own worker, which resets what is still connected. */
    @Override
    void ending(List<Nic> nics, ToolRun run) throws InterruptedException {
        program.close();
    }
}
