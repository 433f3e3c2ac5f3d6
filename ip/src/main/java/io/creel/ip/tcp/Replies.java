package io.creel.ip.tcp;

import static io.creel.net.wire.TcpDescriptor.ACK;
import static io.creel.net.wire.TcpDescriptor.RST;
import static io.creel.net.wire.TcpDescriptor.SYN;

/** The segments of a connection that carry no data: SYN, ACK and RST. */
final class Replies {
    private final TcpConnection tcb;
    private final TcpSegment segment;

    Replies(TcpConnection tcb) {
        this.tcb = tcb;
        segment = tcb.host.scratch();
    }

    /** {@code <SEQ=ISS><CTL=SYN>} with every option that the settings offer. */
    void syn(long nowNs) {
        TcpSettings settings = tcb.settings;
        TcpSegment out = segment.clear();
        out.sequence = tcb.snd.iss;
        out.flags = SYN;
        out.window = Math.min(settings.receiveWindowBytes(), 0xffff);
        out.mss = tcb.host.offeredMss(settings, tcb.endpoints);
        out.windowScale = settings.windowScale() ? settings.receiveShift() : TcpSegment.ABSENT;
        out.sackPermitted = settings.sack();
        if (settings.timestamps()) {
            stamp(out, nowNs);
        }
        send(out);
        tcb.synTransmissions++;
    }

    /** {@code <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>} with the options that both sides offered. */
    void synAck(long nowNs) {
        SendSide snd = tcb.snd;
        TcpSegment out = segment.clear();
        out.sequence = snd.iss;
        out.acknowledgment = tcb.rcv.nxt;
        out.flags = SYN | ACK;
        out.window = tcb.rcv.synWindowField();
        out.mss = tcb.host.offeredMss(tcb.settings, tcb.endpoints);
        out.windowScale = tcb.output.scaleAgreed ? tcb.rcv.shift : TcpSegment.ABSENT;
        out.sackPermitted = snd.sackAllowed;
        if (snd.timestampsOn) {
            stamp(out, nowNs);
        }
        send(out);
        tcb.synTransmissions++;
    }

    private void stamp(TcpSegment out, long nowNs) {
        out.timestamps = true;
        out.timestampValue = TimestampClock.at(nowNs, tcb.snd.timestampOffset);
        out.timestampEcho = tcb.rcv.hasTimestampRecent ? tcb.rcv.timestampRecent : 0;
    }

    /** An ACK that is owed for what was received. */
    void ack(long nowNs) {
        acknowledge(tcb.snd.acceptableNext(), nowNs);
    }

    /**
     * A keep-alive probe: an old number and no data, so that the peer must answer (RFC 9293, section 3.8.4, SHLD-12).
     */
    void keepAliveProbe(long nowNs) {
        acknowledge(tcb.snd.nxt - 1, nowNs);
    }

    private void acknowledge(int sequence, long nowNs) {
        TcpSegment out = segment.clear();
        out.sequence = sequence;
        out.flags = ACK;
        tcb.output.finishHeader(out, nowNs);
        send(out);
    }

    /** An ACK that proves nothing to a forger and lets a real peer answer with a RST that fits (RFC 5961); limited. */
    void challenge(long nowNs) {
        if (tcb.challenges.take(nowNs)) {
            tcb.statistics.count(TcpCounter.CHALLENGE_ACK);
            ack(nowNs);
        } else {
            tcb.statistics.count(TcpCounter.CHALLENGE_ACK_SUPPRESSED);
        }
    }

    /** A RST of this side's own accord: {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=RST,ACK>}. */
    void reset() {
        TcpSegment out = segment.clear();
        out.sequence = tcb.snd.acceptableNext();
        out.acknowledgment = tcb.rcv.nxt;
        out.flags = RST | ACK;
        tcb.statistics.count(TcpCounter.RST_OUT);
        send(out);
    }

    /** {@code <SEQ=SEG.ACK><CTL=RST>}: the answer to an acknowledgment of what was never sent. */
    void resetFor(TcpSegment offending) {
        TcpSegment out = segment.clear();
        out.sequence = offending.acknowledgment;
        out.flags = RST;
        tcb.statistics.count(TcpCounter.RST_OUT);
        send(out);
    }

    private void send(TcpSegment out) {
        tcb.host.transmit(tcb.endpoints, out, tcb.statistics);
    }
}
