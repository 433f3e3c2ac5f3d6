package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IsnGeneratorTest {
    private static final long SECOND = 1_000_000_000L;
    private final IsnGenerator isn = new IsnGenerator(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    private static TcpEndpoints endpoints(int localPort, int remotePort) {
        return new TcpEndpoints().setIpv4(0x0a000001, localPort, 0x0a000002, remotePort);
    }

    @Test
    @Shows({"MUST-8", "RFC6528"})
    void shouldCountUpWithTheClock() {
        TcpEndpoints e = endpoints(80, 1000);
        assertEquals(250_000, isn.initialSequence(e, 7 * SECOND) - isn.initialSequence(e, 6 * SECOND));
        assertEquals(1, isn.initialSequence(e, 4_000) - isn.initialSequence(e, 0));
    }

    @Test
    @Shows({"SHLD-1", "MUST-9", "RFC6528"})
    void shouldDependOnEndpointsAndSecret() {
        Set<Integer> seen = new HashSet<>();
        for (int port = 1; port <= 1_000; port++) {
            seen.add(isn.initialSequence(endpoints(80, port), 0));
            seen.add(isn.initialSequence(endpoints(port + 5_000, 80), 0));
        }
        assertTrue(seen.size() > 1_995, "distinct: " + seen.size());
        assertNotEquals(isn.initialSequence(endpoints(80, 1), 0),
                new IsnGenerator(1, 2).initialSequence(endpoints(80, 1), 0));
    }

    @Test
    void shouldKeepTimestampsOfOnePairOfEndpointsMonotonic() {
        assertEquals(isn.timestampOffset(endpoints(80, 1)), isn.timestampOffset(endpoints(80, 1)));
        assertNotEquals(isn.timestampOffset(endpoints(80, 1)), isn.timestampOffset(endpoints(80, 2)));
        assertEquals(isn.portOffset(endpoints(0, 80)), isn.portOffset(endpoints(49_152, 80)));
    }

    @Test
    @Shows("RFC4987-3.6")
    void shouldKeepWhatACookieHolds() {
        SynCookies cookies = new SynCookies(isn);
        TcpEndpoints e = endpoints(80, 1000);
        TcpSegment syn = new TcpSegment();
        syn.sequence = 4_711;
        int[][] offers = {{TcpSegment.ABSENT, 536}, {536, 536}, {1300, 1300}, {1399, 1360}, {1460, 1460}, {9000, 8960},
                {65_535, 8960}};
        for (int[] offer : offers) {
            syn.mss = offer[0];
            for (long now = 0; now < 70 * 60 * SECOND; now += 601 * SECOND) {
                int cookie = cookies.sequence(e, syn, now);
                assertEquals(offer[1], cookies.mss(e, cookie, 4_711, now + 59 * SECOND));
                assertEquals(-1, cookies.mss(e, cookie, 4_712, now));
                assertEquals(-1, cookies.mss(endpoints(80, 1001), cookie, 4_711, now));
                assertEquals(-1, cookies.mss(e, cookie ^ 1, 4_711, now));
                assertEquals(-1, cookies.mss(e, cookie, 4_711, now + 121 * SECOND));
            }
        }
    }

    @Test
    @Shows("RFC4987-3.6")
    void shouldHideTheOptionsInATimestampThatIsNotAhead() {
        SynCookies cookies = new SynCookies(isn);
        TcpSegment syn = new TcpSegment();
        for (int clock : new int[]{0, 1, 63, 64, -1, -64, 1_000_000}) {
            syn.windowScale = 9;
            syn.sackPermitted = true;
            int value = cookies.timestamp(syn, clock);
            assertTrue(Sequence.isAtMost(value, clock) && clock - value < 128, clock + " " + value);
            assertEquals(9, SynCookies.scale(value));
            assertTrue(SynCookies.isSackPermitted(value));
            syn.windowScale = TcpSegment.ABSENT;
            assertEquals(TcpSegment.ABSENT, SynCookies.scale(cookies.timestamp(syn, clock)));
        }
    }
}
