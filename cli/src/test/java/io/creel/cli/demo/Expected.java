package io.creel.cli.demo;

import io.creel.net.wire.FlowTuple;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.IpText;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * tshark's results for the embedded capture, in comparable form: addresses parsed, ends in the order of their first
 * packet.
 */
final class Expected {
    private static final Path FILE = Path.of("src/test/resources/io/creel/cli/demo.expected.json");
    private static final Pattern CONVERSATION = Pattern
            .compile("\"protocol\": \"(\\w+)\",\\s*\"addressA\": \"([^\"]+)\",\\s*\"portA\": (\\d+),"
                    + "\\s*\"addressB\": \"([^\"]+)\",\\s*\"portB\": (\\d+),\\s*\"packets\": (\\d+),"
                    + "\\s*\"bytes\": (\\d+)");

    private Expected() {
    }

    static String text() throws IOException {
        return Files.readString(FILE);
    }

    /** Returns {@code {"packets": 8, "bytes": 344}} of a protocol as {@code 8/344}. */
    static String protocol(String name) throws IOException {
        Matcher matcher = Pattern.compile("\"" + name + "\": \\{\"packets\": (\\d+), \"bytes\": (\\d+)}")
                .matcher(text());
        if (!matcher.find()) {
            throw new IOException("no such protocol: name=" + name);
        }
        return matcher.group(1) + "/" + matcher.group(2);
    }

    /** Finds the conversations in any JSON with the contract's field names: ends to {@code packets/bytes}. */
    static Map<String, String> conversations(String json) throws IOException {
        Map<String, String> found = new TreeMap<>();
        Matcher matcher = CONVERSATION.matcher(json);
        while (matcher.find()) {
            String ends = ends(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4),
                    matcher.group(5));
            if (found.put(ends, matcher.group(6) + "/" + matcher.group(7)) != null) {
                throw new IOException("a conversation is there twice: " + ends);
            }
        }
        return found;
    }

    static String ends(FlowTuple tuple) throws IOException {
        return ends(IpProtocol.text(tuple.protocol()), address(tuple, tuple.sourceHigh(), tuple.sourceLow()),
                String.valueOf(tuple.sourcePort()), address(tuple, tuple.destinationHigh(), tuple.destinationLow()),
                String.valueOf(tuple.destinationPort()));
    }

    private static String address(FlowTuple tuple, long high, long low) {
        return tuple.version() == 4 ? IpText.ipv4((int) low) : IpText.ipv6(high, low);
    }

    private static String ends(String protocol, String addressA, String portA, String addressB, String portB)
            throws IOException {
        return protocol + " " + InetAddress.getByName(addressA).getHostAddress() + " " + portA + " "
                + InetAddress.getByName(addressB).getHostAddress() + " " + portB;
    }
}
