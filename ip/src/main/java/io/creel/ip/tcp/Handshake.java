package io.creel.ip.tcp;

/**
 * What both sides of a handshake agree on: options, sequence numbers, the first windows (RFC 9293, sections 3.5 and
 * 3.7.1; RFC 7323).
 */
final class Handshake {
    /** RFC 9293, MUST-15: what a peer takes that does not say. */
    private static final int DEFAULT_MSS_IPV4 = 536;
    private static final int DEFAULT_MSS_IPV6 = 1220;

    private Handshake() {
    }

    /** Takes the peer's SYN in: its number and its options, as far as this side offers them, too. */
    static void agree(TcpConnection tcb, TcpSegment syn, long nowNs) {
        TcpSettings settings = tcb.settings;
        boolean scale = settings.windowScale() && syn.windowScale != TcpSegment.ABSENT;
        tcb.output.scaleAgreed = scale;
        tcb.rcv.begin(syn.sequence, scale ? settings.receiveShift() : 0);
        tcb.snd.shift = scale ? syn.windowScale : 0;
        tcb.snd.sackAllowed = settings.sack() && syn.sackPermitted;
        tcb.snd.timestampsOn = settings.timestamps() && syn.timestamps;
        if (tcb.snd.timestampsOn) {
            tcb.rcv.hasTimestampRecent = true;
            tcb.rcv.timestampRecent = syn.timestampValue;
            tcb.rcv.timestampRecentNs = nowNs;
        }
        tcb.snd.mss = segmentBytes(tcb, syn.mss);
    }

    /** RFC 9293, MUST-16: the smallest of all limits, less the options that every segment carries. */
    private static int segmentBytes(TcpConnection tcb, int offered) {
        int peer = offered != TcpSegment.ABSENT
                ? offered
                : tcb.endpoints.isIpv4() ? DEFAULT_MSS_IPV4 : DEFAULT_MSS_IPV6;
        if (peer < Output.MIN_MSS) {
            tcb.statistics.count(TcpCounter.MSS_RAISED);
            peer = Output.MIN_MSS;
        }
        int path = Math.max(Output.MIN_MSS, tcb.host.pathBytes(tcb.endpoints));
        return Math.min(Math.min(peer, tcb.settings.mssBytes()), path) - (tcb.snd.timestampsOn ? 12 : 0);
    }

    /** The window of a segment that is not a SYN is scaled; that of a SYN is not (RFC 7323, section 2.2). */
    static void firstWindow(TcpConnection tcb, TcpSegment segment) {
        SendSide snd = tcb.snd;
        snd.window = segment.isSyn() ? segment.window : segment.window << snd.shift;
        snd.wl1 = segment.sequence;
        snd.wl2 = segment.acknowledgment;
        snd.maxWindow = Math.max(snd.maxWindow, snd.window);
    }

    /** The SYN of this side is acknowledged: RTT, congestion window, keep-alive (RFC 6298, RFC 6928, RFC 5681). */
    static void complete(TcpConnection tcb, long nowNs) {
        SendSide snd = tcb.snd;
        snd.una = snd.iss + 1;
        snd.nxt = Sequence.max(snd.nxt, snd.una);
        snd.raiseMax();
        tcb.timers.stopSending();
        int mss = snd.mss;
        boolean lost = tcb.synTransmissions > 1;
        if (lost) {
            snd.rtt.synWasRepeated();
        } else if (tcb.synTransmissions == 1) {
            snd.rtt.observe(nowNs - tcb.openedNs);
            snd.rtt.sample(nowNs - tcb.openedNs);
        }
        int segments = tcb.settings.initialWindowSegments();
        int initial = Math.min(segments * mss, Math.max(2 * mss, 14_600));
        snd.congestion.start(mss, lost ? mss : initial);
        snd.stalledSinceNs = nowNs;
        tcb.lastHeardNs = nowNs;
        if (tcb.keepAlive) {
            tcb.timers.keepAliveNs = nowNs + tcb.settings.keepAliveNs();
        }
        tcb.state = TcpState.ESTABLISHED;
        tcb.becameEstablished();
        tcb.becameWritable();
    }
}
