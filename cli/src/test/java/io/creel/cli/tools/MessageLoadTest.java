package io.creel.cli.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.CreelCommand;
import io.creel.servers.message.WorkProtocol;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The measuring client against a server of plain sockets, which is right or wrong in a known way. */
@Timeout(60)
class MessageLoadTest {
    private enum Fault {
        NONE, WRONG_RESULT, NO_ANSWER, TWO_ANSWERS, WRONG_CLASS, CLOSE
    }

    /** Every fifth message is answered wrongly; the messages that were received. */
    private static final class Server implements AutoCloseable {
        final ServerSocket socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        final AtomicLong received = new AtomicLong();
        private final Fault fault;

        Server(Fault fault) throws IOException {
            this.fault = fault;
            Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        Socket accepted = socket.accept();
                        Thread.startVirtualThread(() -> serve(accepted));
                    }
                } catch (IOException closed) {
                    assertTrue(socket.isClosed(), closed::toString);
                }
            });
        }

        private void serve(Socket accepted) {
            try (accepted; var in = new DataInputStream(accepted.getInputStream())) {
                while (true) {
                    byte[] payload = new byte[in.readInt()];
                    in.readFully(payload);
                    received.getAndIncrement();
                    ByteBuffer request = ByteBuffer.wrap(payload);
                    int messageClass = request.getInt() >>> 24;
                    int rounds = request.getInt();
                    long id = request.getLong();
                    boolean faulty = id % 5 == 0;
                    if (faulty && fault == Fault.CLOSE) {
                        return;
                    }
                    ByteBuffer answer = ByteBuffer.allocate(56);
                    int answers = faulty && fault == Fault.NO_ANSWER
                            ? 0
                            : faulty && fault == Fault.TWO_ANSWERS ? 2 : 1;
                    for (int i = 0; i < answers; i++) {
                        WorkProtocol.putAnswer(answer,
                                faulty && fault == Fault.WRONG_CLASS ? 1 - messageClass : messageClass, rounds, id,
                                WorkProtocol.work(id, rounds) + (faulty && fault == Fault.WRONG_RESULT ? 1 : 0));
                    }
                    accepted.getOutputStream().write(answer.array(), 0, answer.position());
                }
            } catch (IOException ended) {
                assertTrue(ended != null);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void shouldAccountForEveryMessage(Fault fault) throws IOException {
        try (var server = new Server(fault)) {
            var plan = new MessageLoad.Plan(4, 2_000, 0.1, 10, 1_000, 0.3, 0.1, 7);
            MessageLoad.LoadAccount result = new MessageLoad(plan)
                    .run(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.socket.getLocalPort()), 0.3);
            long sent = result.sent();
            long faulty = (sent + 4) / 5;
            assertTrue(sent > 500, () -> "sent " + sent);
            switch (fault) {
                case NONE -> assertEquals("0 0", result.lost() + " " + result.wrong());
                case WRONG_RESULT -> assertEquals("0 " + faulty, result.lost() + " " + result.wrong());
                case NO_ANSWER -> assertEquals(faulty + " 0", result.lost() + " " + result.wrong());
                case TWO_ANSWERS -> assertEquals("0 " + faulty, result.lost() + " " + result.wrong());
                case WRONG_CLASS -> assertEquals(faulty + " " + faulty, result.lost() + " " + result.wrong());
                case CLOSE -> assertTrue(result.lost() > 0 && result.answered() > 0 && result.wrong() == 0,
                        result::toString);
            }
            if (fault == Fault.NONE) {
                assertEquals(server.received.get(), sent);
                assertEquals(sent, result.checked());
                int measured = result.shortNs().length + result.longNs().length;
                assertEquals(measured, result.latenessNs().length);
                assertTrue(measured < sent, "the warm-up is not measured");
            }
        }
    }

    @Test
    void shouldPrintATableInMarkdown() throws IOException {
        try (var server = new Server(Fault.NONE)) {
            var out = new StringWriter();
            assertEquals(0, CreelCommand.commandLine().setOut(new PrintWriter(out)).execute("message-load",
                    "127.0.0.1:" + server.socket.getLocalPort(), "--rate", "1000", "--seconds", "0.2", "--warm-up",
                    "0.1", "--long-share", "0.1", "--long-rounds", "5000"));
            assertTrue(out.toString().startsWith("| class | rounds | answered | p50 µs |"), out::toString);
            assertTrue(out.toString().contains("lost 0, wrong 0"), out::toString);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"somewhere | the server must be HOST:PORT: somewhere.",
            "a:0 | the port must be from 1 to 65535: 0.", "a:1 --load 0 | --load must be above 0 and at most 100: 0.0.",
            "a:1 --long-share 2 | --long-share must be from 0 to 1: 2.0.",
            "a:1 --seconds 300 | --seconds and --warm-up must be at most 280 together: 305.0."})
    void shouldRefuseInOneSentence(String arguments, String sentence) {
        var err = new StringWriter();
        assertEquals(2, CreelCommand.commandLine().setErr(new PrintWriter(err))
                .execute(("message-load " + arguments).split(" ")));
        assertTrue(err.toString().contains(sentence), err::toString);
    }

    @Test
    void shouldFindQuantilesOfSortedNumbers() {
        long[] sorted = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        assertEquals(5, MessageLoad.quantile(sorted, 0.5));
        assertEquals(10, MessageLoad.quantile(sorted, 0.99));
        assertEquals(10, MessageLoad.quantile(sorted, 1));
        assertEquals(1, MessageLoad.quantile(sorted, 0));
        assertEquals(0, MessageLoad.quantile(new long[0], 0.5));
    }
}
