package io.creel.ip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.ip.HostCounter;
import io.creel.ip.IpAddress;
import io.creel.ip.udp.UdpDatagram;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.queues.ListStash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where and when the steps run is not theirs to say: the same path, in other placements than to completion. */
class PlacementTest {
    private static List<Integer> received(UdpSocket socket) {
        List<Integer> lengths = new ArrayList<>();
        for (Packet packet = socket.poll(); packet != null; packet = socket.poll()) {
            lengths.add(UdpDatagram.payloadBytes(packet));
            packet.release();
        }
        return lengths;
    }

    private static void arrive(HostRig rig, int... lengths) {
        for (int length : lengths) {
            rig.wire.send(rig.wire.udp("10.0.0.2", 9, "10.0.0.1", 7, new byte[length]));
        }
    }

    /** Packets wait before their first step, short ones in front of long ones. */
    @Test
    void shouldRunShortPacketsFirstWhenTheProgramSaysSo() {
        try (var rig = new HostRig();
                var interactive = new ListStash("interactive");
                var bulk = new ListStash("bulk")) {
            UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
            arrive(rig, 1000, 10, 1200, 20);
            rig.nic.rx(0).poll(64, packet -> rig.carrier.start(packet.lengthBytes() <= 256 ? interactive : bulk,
                    rig.host.path(), packet));
            assertEquals(List.of(), received(socket));
            var batch = new Batch(64);
            rig.carrier.resume(interactive.drain(batch, 64));
            rig.carrier.resume(bulk.drain(batch, 64));
            assertEquals(List.of(10, 20, 1000, 1200), received(socket));
        }
    }

    /** A stage ends behind the link: each packet suspends there, and another program takes it from there. */
    @Test
    void shouldRunInStagesWhenAStepSuspends() {
        try (var stage = new ListStash("behind the link");
                var rig = new HostRig(options -> options.address("10.0.0.1/24"),
                        steps -> steps.ethernet(own -> packet -> {
                            boolean goesOn = own.receive(packet);
                            if (goesOn) {
                                Coroutine.await(stage);
                            }
                            return goesOn;
                        }))) {
            UdpSocket socket = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
            arrive(rig, 1, 2, 3);
            rig.settle();
            assertEquals(3, stage.size());
            assertEquals(3, rig.count(HostCounter.RX_FRAMES));
            assertEquals(List.of(), received(socket));
            rig.carrier.resume(stage.drain(new Batch(2), 2));
            assertEquals(List.of(1, 2), received(socket));
            rig.carrier.resume(stage.drain(new Batch(2), 2));
            assertEquals(List.of(3), received(socket));
        }
    }

    /** Packets that wait when the stage is closed come back to their pool. */
    @Test
    void shouldLoseNothingWhenAStageIsClosed() {
        try (var rig = new HostRig()) {
            var stage = new ListStash("first");
            rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
            arrive(rig, 1, 2, 3);
            rig.nic.rx(0).poll(64, packet -> rig.carrier.start(stage, rig.host.path(), packet));
            stage.close();
            rig.settle();
            assertEquals(0, rig.count(HostCounter.RX_FRAMES));
            assertEquals(3, rig.nic.peer().pool().givenBack());
        }
    }
}
