package io.creel.cli.bridge;

import static io.creel.cli.bridge.BridgeRig.ISN;
import static io.creel.cli.bridge.BridgeRig.NONE;
import static io.creel.cli.bridge.HandMade.ACK;
import static io.creel.cli.bridge.HandMade.SYN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the virtual clock moves, and how far. */
@Timeout(60)
class ClockTest {
    private static final int EAGAIN = 11;

    @Test
    void shouldMoveDuringSleepsAndAwaitedPacketsOnly() throws Exception {
        try (var rig = new BridgeRig()) {
            assertEquals(1_000_000, rig.tool.timeUs());
            rig.listen();
            rig.tool.fails(EAGAIN, "packet_out");
            assertEquals(1_000_000, rig.tool.timeUs());
            rig.tool.ok("usleep 0");
            rig.tool.ok("usleep 1234567");
            assertEquals(2_234_567, rig.tool.timeUs());
            rig.in(SYN, ISN, 0, NONE);
            rig.out(SYN | ACK, ISN + 1, 0);
            assertEquals(2_234_567, rig.tool.timeUs());
            assertEquals(3, rig.tool.call("packet_out").number(0) / 1_000_000, "the SYN,ACK again, a second later");
        }
    }

    @Test
    void shouldKeepWhatLeftDuringASleepWithItsTime() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.listen();
            rig.in(SYN, ISN, 0, NONE);
            rig.tool.ok("usleep 10000000");
            List<Long> seconds = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                seconds.add(rig.tool.call("packet_out").number(0) / 1_000_000);
            }
            assertEquals(List.of(1L, 2L, 4L, 8L), seconds);
            assertEquals(11_000_000, rig.tool.timeUs());
        }
    }

    /** The thread whose call has ended asks for the time before the clock moves on, however late it asks. */
    @Test
    void shouldStandStillForAThreadWhoseCallHasEnded() throws Exception {
        var patient = new BridgeSettings(List.of(), List.of(), 1, 3_600_000_000_000L);
        try (var rig = new BridgeRig(patient); BridgeTool other = rig.thread()) {
            rig.listen();
            other.send("accept 3");
            rig.in(SYN, ISN, 0, NONE);
            int iss = rig.out(SYN | ACK, ISN + 1, 0).sequence();
            rig.in(ACK, ISN + 1, iss + 1, NONE);
            rig.tool.send("usleep 5000000");
            assertEquals(4, other.receive().result());
            assertEquals(1_000_000, other.timeUs());
            assertEquals(0, rig.tool.receive().result());
            assertEquals(6_000_000, other.timeUs());
        }
    }

    @Test
    void shouldLetTimePassForAThreadThatDoesNothingElseThanAskForIt() throws Exception {
        try (var rig = new BridgeRig()) {
            for (int i = 0; i < BridgeServer.PATIENT_QUESTIONS; i++) {
                assertEquals(1_000_000, rig.tool.timeUs());
            }
            assertEquals(1_000_001, rig.tool.timeUs());
            assertEquals(1_000_002, rig.tool.timeUs());
            rig.tool.ok("usleep 1");
            assertEquals(1_000_003, rig.tool.timeUs());
            assertEquals(1_000_003, rig.tool.timeUs());
        }
    }

    @Test
    void shouldBeginAgainForTheNextTool() throws Exception {
        try (var rig = new BridgeRig()) {
            rig.listen();
            int first = rig.handshake();
            rig.tool.ok("usleep 5000000");
            rig.tool.close();
            try (BridgeTool next = rig.thread()) {
                assertEquals(1_000_000, next.timeUs());
                assertEquals(3, next.ok("socket 2 1 0"));
                next.ok("bind 3 " + BridgeRig.HOST + " 8080");
                next.ok("listen 3 5");
                byte[] syn = HandMade.tcp(BridgeRig.PEER, 4000, BridgeRig.HOST, 8080, SYN, ISN, 0, 60_000, NONE, NONE);
                next.ok("packet_in " + syn.length, syn);
                assertEquals(first, new HandMade(next.call("packet_out").bytes()).sequence());
            }
        }
    }
}
