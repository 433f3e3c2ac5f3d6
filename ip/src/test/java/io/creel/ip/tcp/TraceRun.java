package io.creel.ip.tcp;

import io.creel.ip.tcp.TraceParser.Call;
import io.creel.ip.tcp.TraceParser.Expect;
import io.creel.ip.tcp.TraceParser.Inject;
import io.creel.ip.tcp.TraceParser.Options;
import io.creel.ip.tcp.TraceParser.SegmentPattern;
import io.creel.ip.tcp.TraceParser.Step;
import io.creel.ip.tcp.TraceParser.Trace;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.TcpDescriptor;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs one trace against a {@link TcpHost} under virtual time, over IPv4 or IPv6, with initial sequence numbers and
 * timestamps of the caller's choice. Every segment crosses whole frames with checksums. A step that does not hold ends
 * the run with its file and line.
 */
final class TraceRun implements AutoCloseable {
    private static final int LOCAL_PORT = 80;

    /** {@code severalWorkers}: every step locks its connection. */
    record Variant(String name, boolean ipv6, int isn, int timestampOffset, boolean severalWorkers) {
        static final Variant PLAIN = new Variant("ipv4", false, 1_000_000, 0, false);
    }

    private record Emitted(long timeNs, char peer, Packet packet) {
    }

    private final Trace trace;
    private final Variant variant;
    private final TcpStatistics statistics = new TcpStatistics();
    /** One for all runs of a thread: to make a pool costs more than a run. */
    private final TcpWire wire;
    private final ArrayDeque<Emitted> emitted = new ArrayDeque<>();
    private final Map<Character, Integer> localIsn = new HashMap<>();
    private final StringBuilder happened = new StringBuilder();
    private TcpSettingsEditor settings = traceDefaults();
    private int backlog = 16;
    private int maxConnections = 64;
    private TcpHost host;
    private TcpListener listener;
    private TcpConnection connection;
    private Step step;
    private long nowNs;
    private int written;
    private int readTotal;
    private int refusals;

    TraceRun(Trace trace, Variant variant, PacketPool pool) {
        wire = new TcpWire(pool, statistics);
        this.trace = trace;
        this.variant = variant;
    }

    /** Everything that a trace turns on by name is off, so that each trace says what it is about. */
    private static TcpSettingsEditor traceDefaults() {
        return TcpSettings.defaults().edit().windowScale(false).timestamps(false).sack(false).cubic(false).rack(false)
                .receiveBuffer(65_535);
    }

    void run() {
        try {
            for (Step each : trace.steps()) {
                step = each;
                if (each instanceof Call call && call.name().equals("only")
                        && !call.arguments().contains(variant.ipv6() ? "ipv6" : "ipv4")) {
                    return;
                }
                perform(each);
            }
            nothingEmitted("the trace ends");
        } catch (IllegalStateException | IndexOutOfBoundsException e) {
            throw new AssertionError(at() + e, e);
        }
    }

    private void perform(Step each) {
        switch (each) {
            case Call call -> call(call);
            case Inject inject -> inject(inject);
            case Expect expect -> expect(expect);
        }
    }

    private String at() {
        return trace.file() + ":" + (step == null ? trace.line() : step.line()) + ": " + trace.name() + " ("
                + variant.name() + "): ";
    }

    private AssertionError failure(String what) {
        return new AssertionError(at() + what + (connection == null ? "" : "\n  connection: " + connection));
    }

    private void check(Object expected, Object found, String what) {
        if (!expected.equals(found)) {
            throw failure(what + ": expected=" + expected + ", found=" + found);
        }
    }

    private TcpHost host() {
        if (host == null) {
            IsnGenerator isn = new IsnGenerator(1, 2) {
                @Override
                int initialSequence(TcpEndpoints endpoints, long ns) {
                    return variant.isn();
                }

                @Override
                int timestampOffset(TcpEndpoints endpoints) {
                    return variant.timestampOffset();
                }
            };
            host = new TcpHost(settings.done(), this::emit, isn, statistics, maxConnections, 4,
                    variant.severalWorkers());
        }
        return host;
    }

    private boolean emit(TcpEndpoints endpoints, TcpSegment segment) {
        if (refusals > 0) {
            refusals--;
            return false;
        }
        if (emitted.size() > 10_000) {
            throw new IllegalStateException("sends without end");
        }
        char peer = (char) ('A' + (int) (endpoints.remoteLow() & 0xff) - 2);
        if (segment.isSyn()) {
            localIsn.put(peer, segment.sequence);
        }
        emitted.add(new Emitted(nowNs, peer, wire.encode(endpoints, segment)));
        return true;
    }

    private TcpEndpoints endpoints(char peer) {
        TcpEndpoints result = new TcpEndpoints();
        int remotePort = 1000;
        return variant.ipv6()
                ? result.set(0xfd00_0000_0000_0000L, 1, LOCAL_PORT, 0xfd00_0000_0000_0000L, 2 + peer - 'A', remotePort)
                : result.setIpv4(0x0a000001, LOCAL_PORT, 0x0a000002 + peer - 'A', remotePort);
    }

    private TcpEndpoints reversed(TcpEndpoints e) {
        return new TcpEndpoints().set(e.remoteHigh(), e.remoteLow(), e.remotePort(), e.localHigh(), e.localLow(),
                e.localPort());
    }

    /** Moves the clock, running the timers on the way. */
    private void advance(long toNs) {
        if (toNs < nowNs) {
            throw failure("time goes back: now=" + nowNs / 1e9 + ", wanted=" + toNs / 1e9);
        }
        while (host != null && host.deadlineNs() <= toNs) {
            nowNs = Math.max(nowNs, host.deadlineNs());
            host.expire(nowNs);
        }
        nowNs = toNs;
    }

    private void nothingEmitted(String when) {
        if (!emitted.isEmpty()) {
            throw failure(
                    "a segment that was not expected before " + when + ": at " + emitted.peek().timeNs() / 1e9 + ": "
                            + text(emitted.peek()));
        }
    }

    private void inject(Inject inject) {
        advance(inject.timeNs());
        nothingEmitted("this segment arrives");
        Packet packet = wire.pool.allocate();
        encode(packet, inject.peer(), inject.segment());
        TcpEndpoints to = new TcpEndpoints();
        TcpSegment segment = new TcpSegment();
        if (!wire.decode(packet, to, segment) || !host().receive(to, segment, nowNs)) {
            packet.release();
        }
    }

    private int peerIsn() {
        return variant.isn() ^ 0x5555;
    }

    private int ourIsn(char peer) {
        return localIsn.getOrDefault(peer, variant.isn());
    }

    private void encode(Packet packet, char peer, SegmentPattern p) {
        TcpSegment out = new TcpSegment();
        out.sequence = peerIsn() + p.start();
        out.flags = p.flags();
        out.acknowledgment = p.ack() == null ? 0 : ourIsn(peer) + p.ack();
        out.window = p.window() == null ? 65_535 : p.window();
        out.urgentPointer = p.urgent() == null ? 0 : p.urgent();
        byte[] raw = new byte[0];
        if (p.options() != null) {
            Options o = p.options();
            out.mss = o.mss() == null ? TcpSegment.ABSENT : o.mss();
            out.windowScale = o.scale() == null ? TcpSegment.ABSENT : o.scale();
            out.sackPermitted = o.sackOk();
            if (o.timestamps() != null) {
                out.timestamps = true;
                out.timestampValue = (int) o.timestamps()[0] + variant.timestampOffset();
                out.timestampEcho = (int) o.timestamps()[1] + variant.timestampOffset();
            }
            for (int[] block : o.sack()) {
                out.addSack(ourIsn(peer) + block[0], ourIsn(peer) + block[1]);
            }
            raw = o.raw() == null ? raw : o.raw();
        }
        TcpEndpoints from = reversed(endpoints(peer));
        int payload = p.end() - p.start();
        int header = out.headerBytes() + raw.length;
        int tcp = TcpWire.addressed(packet, from, header + payload);
        TcpHeader.write(out, from, packet, tcp);
        packet.set(tcp + out.headerBytes(), raw, 0, raw.length);
        packet.set8(tcp + TcpDescriptor.DATA_OFFSET, header << 2);
        for (int i = 0; i < payload; i++) {
            packet.set8(tcp + header + i, content(p.start() - 1 + i));
        }
        TcpWire.seal(packet);
        if (p.badChecksum()) {
            packet.set16(tcp + TcpDescriptor.CHECKSUM, packet.get16(tcp + TcpDescriptor.CHECKSUM) ^ 1);
        }
    }

    /** The byte at a position of either stream. */
    private static int content(int position) {
        return position * 31 + (position >> 8) & 0xff;
    }

    private void expect(Expect expect) {
        while (emitted.isEmpty() && host != null && host.deadlineNs() <= expect.timeNs()) {
            nowNs = Math.max(nowNs, host.deadlineNs());
            host.expire(nowNs);
        }
        if (emitted.isEmpty()) {
            throw failure("no segment was sent; expected at " + expect.timeNs() / 1e9);
        }
        Emitted found = emitted.poll();
        if (found.timeNs() != expect.timeNs()) {
            throw failure(
                    "sent at another time: expected=" + expect.timeNs() / 1e9 + ", found=" + found.timeNs() / 1e9 + ": "
                            + text(found));
        }
        compare(expect, found);
        found.packet().release();
    }

    private void compare(Expect expect, Emitted found) {
        TcpSegment s = new TcpSegment();
        if (!wire.decode(found.packet(), new TcpEndpoints(), s)) {
            throw failure("sent a segment that does not verify");
        }
        SegmentPattern p = expect.segment();
        char peer = expect.peer();
        String text = text(found);
        check(peer, found.peer(), "peer of " + text);
        check(flags(p.flags()), flags(s.flags), "flags of " + text);
        boolean bareReset = s.isRst() && !s.isAck();
        check(p.start(), s.sequence
                - (s.isRst() && !localIsn.containsKey(peer) && p.flags() == (TcpDescriptor.RST | TcpDescriptor.ACK)
                        ? 0
                        : ourIsn(peer)),
                "sequence number of " + text);
        check(p.end() - p.start(), s.payloadBytes, "length of " + text);
        if (p.ack() != null && !bareReset) {
            check(p.ack(), s.acknowledgment - peerIsn(), "acknowledgment of " + text);
        }
        if (p.window() != null) {
            check(p.window(), s.window, "window of " + text);
        }
        if (p.urgent() != null) {
            check(p.urgent(), s.urgentPointer, "urgent pointer of " + text);
        }
        if (p.options() != null) {
            check(options(p.options(), peer), options(s, peer), "options of " + text);
        }
        for (int i = 0; i < s.payloadBytes; i++) {
            check(content(p.start() - 1 + i), found.packet().get8(s.payloadOffset + i), "byte " + i + " of " + text);
        }
    }

    private String options(Options o, char peer) {
        StringBuilder text = new StringBuilder();
        append(text, "mss", o.mss());
        append(text, "wscale", o.scale());
        append(text, "sackOK", o.sackOk() ? "" : null);
        append(text, "TS", o.timestamps() == null ? null : o.timestamps()[0] + "/" + o.timestamps()[1]);
        for (int[] block : o.sack()) {
            append(text, "sack", block[0] + ":" + block[1]);
        }
        return text.toString();
    }

    private String options(TcpSegment s, char peer) {
        StringBuilder text = new StringBuilder();
        append(text, "mss", s.mss < 0 ? null : s.mss);
        append(text, "wscale", s.windowScale < 0 ? null : s.windowScale);
        append(text, "sackOK", s.sackPermitted ? "" : null);
        if (s.timestamps) {
            int offset = variant.timestampOffset();
            append(text, "TS",
                    (s.timestampValue - offset) + "/" + (s.timestampEcho == 0 ? 0 : s.timestampEcho - offset));
        }
        for (int i = 0; i < s.sackBlocks; i++) {
            append(text, "sack", (s.sackStart[i] - peerIsn()) + ":" + (s.sackEnd[i] - peerIsn()));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String name, Object value) {
        if (value != null) {
            text.append(name).append(' ').append(value).append(';');
        }
    }

    private static String flags(int flags) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if ((flags & 1 << i) != 0) {
                text.append("FSRP.UEW".charAt(i));
            }
        }
        return text.toString();
    }

    private String text(Emitted e) {
        TcpSegment s = new TcpSegment();
        if (!wire.decode(e.packet(), new TcpEndpoints(), s)) {
            return "(does not verify)";
        }
        int start = s.sequence - ourIsn(e.peer());
        return e.peer() + "> " + flags(s.flags) + " " + start + ":" + (start + s.payloadBytes) + "(" + s.payloadBytes
                + ") ack "
                + (s.acknowledgment - peerIsn()) + " win " + s.window + " <" + options(s, e.peer()) + ">";
    }

    private void call(Call call) {
        if (!call.name().equals("set")) {
            advance(call.timeNs());
            if (!call.name().equals("quiet")) {
                nothingEmitted("this call");
            }
        }
        String result = new TraceCalls(this).run(call.name(), call.arguments());
        if (call.result() != null) {
            check(call.result(), result, call.name());
        }
    }

    @Override
    public void close() {
        emitted.forEach(each -> each.packet().release());
        emitted.clear();
        if (host != null) {
            if (listener != null) {
                listener.close(nowNs);
            }
            if (connection != null && !connection.released) {
                act(c -> {
                    c.abort(nowNs);
                    c.release(nowNs);
                });
            }
        }
        emitted.forEach(each -> each.packet().release());
        int left = wire.pool.outstanding();
        if (left != 0) {
            throw new AssertionError(
                    trace.file() + ": " + trace.name() + " (" + variant.name() + "): frames are left: " + left);
        }
    }

    // What the calls of a trace may do.

    TcpHost theHost() {
        return host();
    }

    TcpSettingsEditor settings() {
        return settings;
    }

    void bounds(String name, int value) {
        if (name.equals("backlog")) {
            backlog = value;
        } else {
            maxConnections = value;
        }
    }

    long nowNs() {
        return nowNs;
    }

    TcpConnection theConnection() {
        if (connection == null) {
            connection = host().find(endpoints('A'));
        }
        if (connection == null) {
            throw failure("there is no connection");
        }
        return connection;
    }

    /** Does something to the connection in its lock. */
    void act(Consumer<TcpConnection> action) {
        TcpConnection c = theConnection();
        c.enter();
        try {
            action.accept(c);
        } finally {
            c.exit();
        }
    }

    void listen(boolean cookies) {
        listener = host().listen(0, 0, LOCAL_PORT, backlog, cookies);
    }

    TcpListener listener() {
        return listener;
    }

    boolean accept() {
        TcpConnection next = listener.accept();
        if (next == null) {
            return false;
        }
        adopt(next);
        return true;
    }

    /**
     * A handshake that the trace does not spell out: the peer opens, offers what the settings offer, and its third
     * segment comes 100 ms later unless {@code rtt} says otherwise. The connection is accepted.
     */
    void established(List<String> arguments) {
        Map<String, String> with = new HashMap<>(Map.of("win", "10000", "mss", "1000", "rtt", "100", "scale", "0"));
        arguments.forEach(each -> with.put(each.split("=")[0], each.split("=")[1]));
        TcpSettings s = settings.done();
        long ms = nowNs / 1_000_000;
        double rtt = Double.parseDouble(with.get("rtt"));
        String syn = "mss " + with.get("mss") + (s.sack() ? ",sackOK" : "")
                + (s.timestamps() ? ",TS val " + ms + " ecr 0" : "")
                + (s.windowScale() ? ",wscale " + with.get("scale") : "");
        String third = s.timestamps() ? "TS val " + (ms + (long) rtt) + " ecr " + ms : "";
        Step outer = step;
        long start = nowNs;
        for (Step each : TraceParser.parse("handshake", List.of("trace handshake: NONE", start / 1e9 + " listen",
                "+0 < S 0:0(0) win " + with.get("win") + " <" + syn + ">", "+0 > S. 0:0(0) ack 1",
                "+" + BigDecimal.valueOf(rtt / 1e3).toPlainString() + " < . 1:1(0) ack 1 win " + with.get("win") + " <"
                        + third + ">",
                "+0 accept -> yes"))
                .get(0).steps()) {
            perform(each);
        }
        step = outer;
    }

    void connect() {
        adopt(host().connect(endpoints('A'), TcpEvents.NONE, nowNs));
    }

    private void adopt(TcpConnection next) {
        if (connection != null && connection != next && !connection.released) {
            act(c -> c.release(nowNs));
        }
        connection = next;
        written = 0;
        readTotal = 0;
        next.events(new TcpEvents() {
            @Override
            public void established(TcpConnection c) {
                happened.append("established ");
            }

            @Override
            public void readable(TcpConnection c) {
                happened.append("readable ");
            }

            @Override
            public void writable(TcpConnection c) {
                happened.append("writable ");
            }

            @Override
            public void closed(TcpConnection c) {
                happened.append("closed ");
            }

            @Override
            public void urgent(TcpConnection c) {
                happened.append("urgent ");
            }

            @Override
            public void delivering(TcpConnection c, boolean doubtful) {
                happened.append("doubtful ");
            }
        });
    }

    String events() {
        String text = happened.toString().strip();
        happened.setLength(0);
        return text;
    }

    int write(int bytes, boolean urgent) {
        byte[] data = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            data[i] = (byte) content(written + i);
        }
        int[] taken = {0};
        act(c -> taken[0] = urgent ? c.writeUrgent(data, 0, bytes, nowNs) : c.write(data, 0, bytes, nowNs));
        written += taken[0];
        return taken[0];
    }

    int read(int bytes) {
        byte[] data = new byte[bytes];
        int[] read = {0};
        act(c -> read[0] = c.read(data, 0, bytes, nowNs));
        int done = read[0];
        for (int i = 0; i < done; i++) {
            check((byte) content(readTotal + i), data[i], "byte " + (readTotal + i) + " read");
        }
        readTotal += Math.max(0, done);
        return done;
    }

    void refuseSending(int count) {
        refusals = count;
    }

    int absolute(int relative) {
        return ourIsn('A') + relative;
    }
}
