package io.creel.ip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.ThreadBindingException;
import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.fragment.FragmentLimits;
import io.creel.ip.neighbour.NeighbourLimits;
import io.creel.ip.udp.UdpSocket;
import io.creel.ip.tcp.TcpSettings;
import io.creel.net.PacketPool;
import io.creel.net.memory.MemoryNic;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a host says to a configuration, or a use, that cannot work. */
class HostOptionsTest {
    private static String refusal(Consumer<HostOptions> setting) {
        try (MemoryNic nic = MemoryNic.pair(); MemoryNic _ = nic.peer()) {
            var options = new HostOptions(() -> 1, () -> 1);
            return assertThrows(IpException.class, () -> {
                setting.accept(options);
                IpHost.open(nic, options);
            }).getMessage();
        }
    }

    private static HostOptions whole(HostOptions options) {
        return options.macAddress(HostRig.MAC).address("10.0.0.1/24");
    }

    /** Over AF_XDP with jumbo frames a packet of the pool is a chunk of 4 KiB. */
    @Test
    void shouldMakeNoSegmentThatAPacketOfTheNicCannotHold() {
        TcpSettings wanted = TcpSettings.defaults().edit().mss(8_960).done();
        var options = new HostOptions(() -> 1, () -> 1).tcp(wanted, 1, 1);
        assertEquals(8_960, options.tcpOn(9_000, 9_000).mssBytes());
        assertEquals(3_000 - 20, options.tcpOn(9_000, 3_000).mssBytes());
        assertEquals(1_460, options.tcpOn(1_500, 3_000).mssBytes());
        try (var pool = new PacketPool("chunks", 2, 4_096, 256); var bare = new PacketPool("bare", 2, 4_096, 0)) {
            assertEquals(4_096 - 256, IpSender.transportBytes(pool));
            assertEquals(4_096 - 62, IpSender.transportBytes(bare));
        }
    }

    @Test
    void shouldNameWhatIsMissing() {
        assertEquals("the host has no address: nic=memory:0; add one by HostOptions.address",
                refusal(options -> options.macAddress(HostRig.MAC)));
        assertEquals("the NIC has no link address: nic=memory:0; set HostOptions.macAddress",
                refusal(options -> options.address("10.0.0.1/24")));
    }

    @Test
    void shouldRefuseAnMtuThatIsTooSmallOrTooLarge() {
        assertEquals("the MTU is too small: nic=memory:0, mtuBytes=575, least=576; raise the MTU of the interface",
                refusal(options -> whole(options).mtuBytes(575)));
        assertEquals("the MTU is too small: nic=memory:0, mtuBytes=1279, least=1280; raise the MTU of the interface, or"
                + " do without IPv6", refusal(options -> whole(options).address("fd00::1/64").mtuBytes(1279)));
        assertEquals("the MTU is larger than the NIC's: nic=memory:0, mtuBytes=9000, most=1500",
                refusal(options -> whole(options).mtuBytes(9000)));
    }

    @Test
    void shouldRefuseAGatewayOnNoLink() {
        assertEquals("the gateway is on no link of this host: gateway=10.0.1.1, addresses=[10.0.0.1/24]",
                refusal(options -> whole(options).gateway("10.0.1.1")));
    }

    @Test
    void shouldRefuseAddressesThatNoHostCanHave() {
        for (String address : List.of("0.0.0.0/8", "127.0.0.1/8", "224.0.0.1/4", "255.255.255.255/32", "10.0.0.255/24",
                "::/64", "::1/128", "ff02::1/64")) {
            assertEquals("no host can have this address: address=" + address,
                    refusal(options -> options.address(address)));
        }
        assertTrue(
                refusal(options -> options.macAddress(0x0100_0000_0001L)).startsWith("not a link address of one host"));
    }

    private static String text(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }

    @Test
    void shouldRefuseImpossibleTextsAndLimits() {
        var options = new HostOptions(() -> 1, () -> 1);
        assertEquals("not an address with a prefix length: text=10.0.0.1; write 10.0.0.1/24 or fd00::1/64",
                text(() -> options.address("10.0.0.1")));
        assertEquals("prefix length out of bounds: address=10.0.0.1, lengthBits=33, least=1, most=32",
                text(() -> options.address("10.0.0.1/33")));
        assertEquals("not an IP address: text=gateway; write 10.0.0.1 or fd00::1",
                text(() -> options.gateway("gateway")));
        assertTrue(text(() -> NeighbourLimits.DEFAULT.withCapacity(3)).startsWith("impossible limits of neighbours"));
        assertTrue(text(() -> new FragmentLimits(2000, 1000, 10, 1)).startsWith("impossible limits of fragments"));
    }

    @Test
    void shouldRefuseAnotherThread() throws Exception {
        try (var rig = new HostRig()) {
            UdpSocket[] opened = {null};
            rig.know("10.0.0.2");
            rig.start(nothing -> opened[0] = rig.host.udp().bind(IpAddress.ANY_IPV4, 7), null);
            UdpSocket socket = opened[0];
            for (Executable use : List.<Executable>of(() -> rig.host.udp().bind(IpAddress.ANY_IPV4, 8),
                    () -> rig.host.tcp().listen(IpAddress.ANY_IPV4, 8, 1), socket::close,
                    () -> socket.send(new byte[1], IpAddress.parse("10.0.0.2"), 9))) {
                var other = new FutureTask<>(() -> assertThrows(ThreadBindingException.class, use).getMessage());
                Thread.ofPlatform().start(other).join();
                String said = other.get();
                assertTrue(said.contains("IpHost[nic=memory:0"), said);
            }
        }
    }
}
