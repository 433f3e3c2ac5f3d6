package io.creel.cli.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.CreelCommand;
import io.creel.core.JvmArguments;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code creel socket-bridge}, as a process of its own and on a wrong command line. */
@Timeout(120)
class SocketBridgeCommandTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPrintReadyServeAndRemoveTheSocketWhenItIsEnded() throws Exception {
        Path socket = folder.resolve("s");
        // As a bridge that was killed leaves it.
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket)).close();
        assertTrue(Files.exists(socket));
        Process bridge = start(socket.toString(), "--address", "10.0.0.1/24", "--gateway", "10.0.0.254");
        try (BufferedReader out = bridge.inputReader()) {
            assertEquals("ready", out.readLine());
            try (var tool = new BridgeTool(socket)) {
                assertEquals(3, tool.ok("socket 2 2 0"));
                tool.fails(99, "bind 3 10.0.0.2 7");
                tool.ok("connect 3 192.0.2.1 7");
                tool.ok("send 3 2 0", new byte[2]);
                assertEquals("10.0.0.1", new HandMade(tool.call("packet_out").bytes()).source());
            }
            assertRefused(socket + ": another program serves this socket; give another path.", socket.toString());
            bridge.destroy();
            assertTrue(bridge.waitFor(60, TimeUnit.SECONDS));
            assertFalse(Files.exists(socket));
        } finally {
            bridge.destroyForcibly();
        }
    }

    private static Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        JvmArguments.lines().forEach(line -> command.addAll(List.of(line.split(" "))));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CreelCommand.class.getName(),
                "socket-bridge"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @Test
    void shouldRefuseAWrongCommandLine() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "precious");
        assertRefused(file + ": there is a file already; give another path.", file.toString());
        assertEquals("precious", Files.readString(file));
        String nowhere = folder.resolve("no").resolve("s").toString();
        assertRefused(nowhere + ": cannot make the socket: No such file or directory.", nowhere);
        assertRefused("--gateway needs --address.", folder.resolve("s").toString(), "--gateway", "10.0.0.1");
        assertRefused("not an address with a prefix length: text=10.0.0.1; write 10.0.0.1/24 or fd00::1/64.",
                folder.resolve("s").toString(), "--address", "10.0.0.1");
        assertFalse(Files.exists(folder.resolve("s")));
    }

    private static void assertRefused(String sentence, String... arguments) {
        var err = new StringWriter();
        List<String> words = new ArrayList<>(List.of("socket-bridge"));
        words.addAll(List.of(arguments));
        int code = CreelCommand.commandLine().setErr(new PrintWriter(err)).execute(words.toArray(String[]::new));
        assertEquals("creel socket-bridge: " + sentence + "\nTry 'creel socket-bridge --help'.\n", err.toString());
        assertEquals(2, code);
    }
}
