package io.creel.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IpAddressTest {
    @Test
    void shouldReadAndWriteBothVersions() {
        for (String text : List.of("0.0.0.0", "10.0.0.1", "255.255.255.255", "::", "::1", "fd00::1", "1:2:3:4:5:6:7:8",
                "fe80::a:b:c:d", "1::8", "1:2:3:4:5:6:7:0")) {
            assertEquals(text, IpAddress.parse(text).toString());
        }
        assertEquals("10.1.2.3", IpAddress.parse("::ffff:10.1.2.3").toString());
        assertEquals(IpAddress.parse("64:ff9b::c000:201"), IpAddress.parse("64:ff9b::192.0.2.1"));
    }

    @Test
    void shouldAgreeWithTheJdkOnRandomAddresses() throws Exception {
        var random = new Random(4291);
        for (int i = 0; i < 2_000; i++) {
            long high = random.nextLong() & random.nextLong();
            long low = random.nextLong() & random.nextLong() & -(i & 1);
            byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
            assertEquals(new IpAddress(high, low), IpAddress.parse(InetAddress.getByAddress(bytes).getHostAddress()));
            assertEquals(new IpAddress(high, low), IpAddress.parse(new IpAddress(high, low).toString()));
        }
    }

    @Test
    void shouldRefuseWhatIsNoAddressWithItsText() {
        for (String text : List.of("", "10.0.0", "10.0.0.256", "10.0.0.01", "10.0.0.1.2", "host", "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9", "1::2::3", ":1", "::12345", "::1.2.3", "1:2:3:4:5:6:7::8", "g::", "1:::2",
                "-1.0.0.0", "10.0.0.1 ")) {
            var refused = assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text), text);
            assertEquals("not an IP address: text=" + text + "; write 10.0.0.1 or fd00::1", refused.getMessage());
        }
    }

    @Test
    void shouldKnowTheKindsOfAddresses() {
        assertTrue(multicast("224.0.0.1") && multicast("239.255.255.255") && multicast("ff02::1"));
        assertFalse(multicast("223.255.255.255") || multicast("240.0.0.0") || multicast("fe80::1") || multicast("::1"));
        assertTrue(loopback("127.0.0.1") && loopback("127.255.0.9") && loopback("::1"));
        assertFalse(loopback("128.0.0.1") || loopback("::2") || loopback("::"));
        assertTrue(linkLocal("fe80::1") && linkLocal("febf::1") && linkLocal("169.254.1.1"));
        assertFalse(linkLocal("fec0::1") || linkLocal("fd00::1") || linkLocal("169.255.0.0"));
        assertTrue(IpBits.isUnspecified(0, 0) && IpBits.isUnspecified(0, IpBits.mapped(0)));
        assertFalse(IpBits.isUnspecified(0, 1) || IpBits.isUnspecified(0, IpBits.mapped(1)));
        assertTrue(IpAddress.parse("10.0.0.1").isIpv4());
        assertFalse(IpAddress.parse("::10.0.0.1").isIpv4());
        assertEquals(0x0a000001, IpAddress.parse("10.0.0.1").ipv4());
        assertEquals("not an IPv4 address: address=fd00::1",
                assertThrows(IllegalStateException.class, () -> IpAddress.parse("fd00::1").ipv4()).getMessage());
    }

    private static boolean multicast(String text) {
        IpAddress address = IpAddress.parse(text);
        return IpBits.isMulticast(address.high(), address.low());
    }

    private static boolean loopback(String text) {
        IpAddress address = IpAddress.parse(text);
        return IpBits.isLoopback(address.high(), address.low());
    }

    private static boolean linkLocal(String text) {
        IpAddress address = IpAddress.parse(text);
        return IpBits.isLinkLocal(address.high(), address.low());
    }
}
