package io.creel.net.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closes during running calls: see {@link CloseUnderLoad}. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CloseUnderLoadTest {
    private static final int ROUNDS = Live.times(40, 400);

    @ParameterizedTest
    @ValueSource(strings = {"afxdp:nic0,ring=64", "afxdp:nic0,generic,ring=64", "afpacket:nic0",
            "afpacket:nic0,capture"})
    void shouldAnswerEveryCallWhenClosedBesideIt(String word) throws Exception {
        try (NamespacePair pair = NamespacePair.create()) {
            assertEquals(CloseUnderLoad.HELD,
                    CloseUnderLoad.run(pair.prefix(), word, ROUNDS, CloseUnderLoad.CLOSE).strip());
        }
    }

    @Test
    void shouldAnswerEveryCallWhenTapIsClosedBesideIt() throws Exception {
        try (NamespacePair pair = NamespacePair.tap()) {
            assertEquals(CloseUnderLoad.HELD,
                    CloseUnderLoad.run(pair.prefix(), "tap:nic0", ROUNDS, CloseUnderLoad.CLOSE).strip());
        }
    }

    /** The canary: memory that is freed during a running call kills the JVM. */
    @ParameterizedTest
    @ValueSource(strings = {"afxdp:nic0,ring=64", "afpacket:nic0"})
    void shouldCrashWhenMemoryIsGivenBackUnderRunningCall(String word) throws Exception {
        try (NamespacePair pair = NamespacePair.create()) {
            String said = CloseUnderLoad.run(pair.prefix(), word, ROUNDS, CloseUnderLoad.UNMAP);
            assertTrue(said.contains("SIGSEGV"), said);
        }
    }
}
