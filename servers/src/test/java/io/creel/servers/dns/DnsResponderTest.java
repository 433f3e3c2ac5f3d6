package io.creel.servers.dns;

import static io.creel.servers.ServersRig.MS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.IpAddress;
import io.creel.ip.udp.UdpDatagram;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.servers.ServersRig;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DnsResponderTest {
    private static final DnsZone ZONE = new DnsZone("Example.test", 300)
            .add("example.test", IpAddress.parse("192.0.2.1")).add("www.example.test", IpAddress.parse("192.0.2.2"))
            .add("www.example.test", IpAddress.parse("192.0.2.3"))
            .add("www.example.test", IpAddress.parse("2001:db8::2"))
            .add("a.b.example.test", IpAddress.parse("192.0.2.4"));
    private static final int A = 1;
    private static final int AAAA = 28;
    private static final int ANY = 255;
    private static final int MX = 15;

    /** A query with the identification 0x1234 and a wish for recursion. */
    private static byte[] query(String name, int type, String more) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HexFormat.of().parseHex("123401000001000000000000"));
        for (String label : name.split("\\.")) {
            bytes.write(label.length());
            bytes.writeBytes(label.getBytes());
        }
        bytes.writeBytes(new byte[]{0, (byte) (type >> 8), (byte) type, 0, 1});
        bytes.writeBytes(HexFormat.of().parseHex(more));
        byte[] query = bytes.toByteArray();
        query[11] = (byte) (more.isEmpty() ? 0 : 1);
        return query;
    }

    /** The answer in hexadecimal digits without its question; empty for none. */
    private static String answer(byte[] query) {
        var answer = new DnsAnswer(ZONE);
        int length = answer.to(query, query.length);
        return HexFormat.of().formatHex(answer.bytes(), 0, length);
    }

    private static String head(byte[] query) {
        return answer(query).substring(0, 24);
    }

    private static String records(byte[] query) {
        return answer(query).substring(2 * query.length);
    }

    @Test
    void shouldAnswerWithTheAddressesOfTheWantedVersion() {
        byte[] query = query("www.example.test", A, "");
        assertEquals("123485000001000200000000", head(query));
        assertEquals("c00c000100010000012c0004c0000202" + "c00c000100010000012c0004c0000203", records(query));
        assertEquals("c00c001c00010000012c001020010db8000000000000000000000002",
                records(query("www.example.test", AAAA, "")));
        assertEquals("123485000001000300000000", head(query("www.example.test", ANY, "")));
    }

    @Test
    void shouldRepeatTheQuestionAsItWasAsked() {
        byte[] query = query("wWw.eXample.TEST", A, "");
        assertTrue(answer(query).contains(HexFormat.of().formatHex(query, 12, query.length)));
        assertEquals("123485000001000200000000", head(query));
    }

    @Test
    void shouldSayWhatIsNotThereWithTheSoa() {
        assertEquals("123485030001000000010000", head(query("none.example.test", A, "")));
        assertEquals("123485000001000000010000", head(query("www.example.test", MX, "")));
        assertEquals("123485000001000000010000", head(query("b.example.test", A, ""))); // a name is below it
        assertTrue(records(query("none.example.test", A, ""))
                .startsWith("076578616d706c65047465737400" + "00060001" + "0000012c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "test", "xexample.test", "www.example.test.org"})
    void shouldRefuseOtherNames(String name) {
        assertEquals("123481050001000000000000", head(query(name, A, "")));
    }

    /** RFC 6891. */
    @Test
    void shouldAnswerOptWithOpt() {
        String opt = "00002904d0000000000000";
        byte[] query = query("example.test", A, opt);
        assertEquals("123485000001000100000001", head(query));
        assertTrue(answer(query).endsWith(opt), answer(query));
        assertEquals("123481000001000000000001", head(query("example.test", A, "00002904d0000100000000")));
        assertTrue(answer(query("example.test", A, "00002904d0000100000000")).endsWith("00002904d0010000000000"));
    }

    @ParameterizedTest
    @CsvSource({"4, 1100, 9104", "1, 0100, 8101"})
    void shouldKnowOnlyQueries(int code, String flags, String answered) {
        byte[] query = query("example.test", A, code == 1 ? "ffff" : "");
        byte[] two = HexFormat.of().parseHex(flags);
        query[2] = two[0];
        query[3] = two[1];
        assertEquals("1234" + answered + "0000000000000000", answer(query).substring(0, 24));
    }

    @Test
    void shouldSayNothingToAnswersAndScraps() {
        byte[] query = query("example.test", A, "");
        query[2] |= (byte) 0x80;
        assertEquals("", answer(query));
        assertEquals("", answer(new byte[11]));
        assertEquals("", answer(new byte[0]));
    }

    @Test
    void shouldRefuseEveryCutOfAQuery() {
        byte[] query = query("www.example.test", A, "00002904d0000000000000");
        for (int length = 12; length < query.length; length++) {
            assertEquals("1234810100000000" + "00000000", answer(Arrays.copyOf(query, length)), "length=" + length);
        }
        byte[] pointer = query("www.example.test", A, "");
        pointer[12] = (byte) 0xc0;
        assertEquals("123481010000000000000000", answer(pointer));
    }

    @Test
    void shouldSurviveRandomQueriesWithinTheBound() {
        var random = new Random(53);
        byte[] good = query("www.example.test", A, "00002904d0000000000000");
        var answer = new DnsAnswer(ZONE);
        for (int i = 0; i < 200_000; i++) {
            byte[] query = i % 2 == 0 ? good.clone() : new byte[random.nextInt(513)];
            if (i % 2 == 1) {
                random.nextBytes(query);
            }
            for (int changes = random.nextInt(5); changes > 0 && query.length > 0; changes--) {
                query[random.nextInt(query.length)] = (byte) random.nextInt(256);
            }
            int length = answer.to(query, query.length);
            assertTrue(length == 0 || length >= 12 && length <= 512);
        }
    }

    /** The longest question in the longest zone, with all that an answer can have. */
    @Test
    void shouldFitTheLongestAnswer() {
        String domain = "d".repeat(60);
        var zone = new DnsZone(domain, 1);
        String name = ("l".repeat(63) + ".").repeat(3) + domain;
        for (int i = 0; i < 8; i++) {
            zone.add(name, IpAddress.parse("2001:db8::" + i));
        }
        var answer = new DnsAnswer(zone);
        byte[] query = query(name, AAAA, "00002904d0000000000000");
        assertTrue(answer.to(query, query.length) > 400);
        byte[] other = query(name.replaceFirst("l", "x"), AAAA, "00002904d0000000000000");
        assertTrue(answer.to(other, other.length) > 300);
        assertEquals(3, answer.code());
        assertThrows(IllegalArgumentException.class, () -> zone.add(name, IpAddress.parse("192.0.2.1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..test", "a b.test", "other.test", "x."})
    void shouldRefuseANameThatIsNoneOrElsewhere(String name) {
        assertThrows(IllegalArgumentException.class, () -> new DnsZone("example.test", 1).add(name,
                IpAddress.parse("192.0.2.1")));
    }

    @Test
    void shouldAnswerOverUdpFromTheAddressThatWasAsked() {
        try (var rig = new ServersRig()) {
            DnsResponder responder = DnsResponder.open(rig.server, rig.carrier, ServersRig.SERVER, 53, ZONE);
            UdpSocket socket = rig.client.udp().bind(IpAddress.ANY_IPV4, 0);
            byte[] query = query("example.test", A, "");
            socket.send(query, ServersRig.SERVER, 53);
            rig.pass(5 * MS);
            Packet came = socket.poll();
            assertNotNull(came);
            assertEquals(ServersRig.SERVER, UdpDatagram.source(came));
            byte[] expected = HexFormat.of().parseHex(answer(query));
            assertArrayEquals(expected, UdpDatagram.payload(came));
            came.release();
            socket.send(new byte[600], ServersRig.SERVER, 53);
            socket.send(new byte[5], ServersRig.SERVER, 53);
            rig.pass(5 * MS);
            assertNull(socket.poll());
            assertEquals(1, responder.answered());
            assertEquals(2, responder.ignored());
        }
    }
}
