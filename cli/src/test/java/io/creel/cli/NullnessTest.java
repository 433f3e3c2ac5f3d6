package io.creel.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The canary of the build's check: a program that forgets a {@code null} of the API does not compile. */
class NullnessTest {
    @TempDir
    private Path folder;

    private String compile(String statement) throws Exception {
        return ProgramCompiler.compile(folder,
                """
                import io.creel.core.*;
                import io.creel.net.*;
                import io.creel.queues.*;
                import org.jspecify.annotations.NullMarked;

                @NullMarked
                class Program {
                    void run(ListStash stash, Carrier carrier, Channel<Packet> channel, PacketPool pool) {
                        %s
                    }
                }
                """.formatted(statement));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stash.pop().abandon();", "channel.receive().release();", "pool.allocate().release();",
            "Coroutine.current().cancel();"})
    void shouldNotCompileWhenANullIsForgotten(String statement) throws Exception {
        String said = compile(statement);
        assertTrue(said.contains("error: [NullAway] dereferenced expression"), said);
    }

    @Test
    void shouldNotCompileWhenNullIsPassedWhereNoneIsAllowed() throws Exception {
        String said = compile("carrier.resume((Coroutine) null);");
        assertTrue(said.contains("error: [NullAway] passing @Nullable parameter"), said);
    }

    @Test
    void shouldCompileWhenANullIsHandled() throws Exception {
        String said = compile("Packet packet = pool.allocate(); if (packet != null) { packet.release(); }"
                + " carrier.setSlicing(null);");
        assertFalse(said.contains("error:"), said);
    }
}
