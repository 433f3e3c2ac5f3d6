package io.creel.cli.bridge;

import static io.creel.cli.bridge.SocketBridgeCommand.NAME;
import static io.creel.cli.bridge.SocketBridgeCommand.TEXT;

import io.creel.cli.CreelVersion;
import io.creel.ip.IpException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a test tool drive the IP path over a UNIX stream socket. */
@Command(name = NAME, description = TEXT, mixinStandardHelpOptions = true, versionProvider = CreelVersion.class)
public final class SocketBridgeCommand implements Callable<Integer> {
    static final String NAME = "socket-bridge";
    static final String TEXT = "Let a test tool make socket calls, exchange IP packets and move the clock, over a UNIX"
            + " stream socket.";
    static final String ADDRESS = "An address of the host, several times for several. Without it the host takes every"
            + " address that a bind or a packet names.";
    static final String GATEWAY = "The default gateway of its version; with --address.";
    static final String SEED = "Of sequence numbers, ports and the like; ${DEFAULT-VALUE} by default.";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SOCKET", description = "The path of the socket. It is made, and removed at the end.")
    private Path path;

    @Option(names = "--address", paramLabel = "ADDRESS/BITS", description = ADDRESS)
    private List<String> addresses = List.of();

    @Option(names = "--gateway", paramLabel = "ADDRESS", description = GATEWAY)
    private List<String> gateways = List.of();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = SEED)
    private long seed;

    /** Made by the command line. */
    public SocketBridgeCommand() {
    }

    @Override
    public Integer call() throws IOException {
        var settings = new BridgeSettings(addresses, gateways, seed, BridgeSettings.GRACE_NS);
        check(settings);
        ServerSocketChannel door = open();
        var remove = new Thread(this::remove, "creel-remove-socket");
        Runtime.getRuntime().addShutdownHook(remove);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (var server = new BridgeServer(door, settings, System::nanoTime, sentence -> {
            err.println("creel " + NAME + ": " + sentence);
            err.flush();
        })) {
            out.println("ready");
            out.flush();
            server.run();
        } finally {
            remove();
        }
        return 0;
    }

    /** Opens a host once, so that wrong addresses are refused before any tool comes. */
    private void check(BridgeSettings settings) {
        if (addresses.isEmpty() && !gateways.isEmpty()) {
            throw refused("--gateway needs --address.");
        }
        try {
            new VirtualHost(settings).close();
        } catch (IllegalArgumentException | IpException wrong) {
            throw refused(wrong.getMessage() + ".");
        }
    }

    private ServerSocketChannel open() throws IOException {
        removeStale();
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            door.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException wrong) {
            door.close();
            throw refused(path + ": cannot make the socket: " + wrong.getMessage() + ".");
        }
        return door;
    }

    /** Removes the socket of a bridge that was killed; refuses one that is served, and what is no socket. */
    private void removeStale() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean isSocket = Files.readAttributes(path, BasicFileAttributes.class,
                LinkOption.NOFOLLOW_LINKS).isOther();
        if (!isSocket) {
            throw refused(path + ": there is a file already; give another path.");
        }
        try {
            SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
        } catch (IOException stale) {
            Files.delete(path);
            return;
        }
        throw refused(path + ": another program serves this socket; give another path.");
    }

    private void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException kept) {
            // the next bridge at this path removes it
        }
    }

    private ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
