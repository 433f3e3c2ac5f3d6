package io.creel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The canary of the build's check: a program that ignores a refusal does not compile. */
class IgnoredRefusalTest {
    @TempDir
    private Path folder;

    private String compile(String statement) throws Exception {
        return ProgramCompiler.compile(folder,
                """
                import io.creel.core.*;
                import io.creel.net.*;
                import io.creel.queues.*;

                class Program {
                    void run(Coroutine self, ListStash stash, Carrier carrier, Channel<Packet> channel, TxQueue tx, Packet packet) {
                        %s
                    }
                }
                """.formatted(
                        statement));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stash.push(self);", "stash.pop();", "channel.trySend(packet);", "tx.transmit(packet);",
            "carrier.start(stash, Packet::release, packet);", "Runnable later = () -> stash.push(self);"})
    void shouldNotCompileWhenARefusalIsIgnored(String statement) throws Exception {
        String said = compile(statement);
        assertTrue(said.contains("error: [CheckReturnValue] The result of"), said);
    }

    @Test
    void shouldCompileWhenTheAnswerIsUsed() throws Exception {
        assertEquals("", compile("SuspensionCallback where = handle -> stash.push(handle);"
                + " if (!carrier.start(where, Packet::release, packet)) { packet.release(); }"));
    }
}
