package io.creel.ip.tcp;

/**
 * What happens when a deadline of a connection has come (RFC 9293, section 3.10.8; RFC 6298, section 5; RFC 8985; RFC
 * 1122, 4.2.3.6).
 */
final class Expiry {
    /** R1 of RFC 9293, MUST-20 and SHLD-9: after so many retransmissions the route is in doubt. */
    private static final int DOUBTFUL_RETRANSMISSIONS = 3;

    private final TcpConnection tcb;
    private final SendSide snd;

    Expiry(TcpConnection tcb) {
        this.tcb = tcb;
        snd = tcb.snd;
    }

    void run(long nowNs) {
        TcpTimers timers = tcb.timers;
        if (timers.stateNs <= nowNs) {
            timers.stateNs = TcpTimers.NEVER;
            // TIME-WAIT is over, or a peer never ended FIN-WAIT-2
            tcb.enterClosed(tcb.state == TcpState.TIME_WAIT ? CloseReason.FINISHED : CloseReason.TIMED_OUT);
        }
        if (timers.delayedAckNs <= nowNs) {
            timers.delayedAckNs = TcpTimers.NEVER;
            tcb.rcv.ackNow = true;
        }
        if (snd.detection.deadlineNs() <= nowNs) {
            snd.detection.expired(snd, nowNs);
            snd.recovery.enterIfLost(snd, nowNs);
        }
        if (timers.probeNs <= nowNs) {
            timers.probeNs = TcpTimers.NEVER;
            if (snd.probe.isWanted(snd)) {
                tcb.output.sendProbe(nowNs);
            }
        }
        if (timers.retransmitNs <= nowNs) {
            timers.retransmitNs = TcpTimers.NEVER;
            retransmit(nowNs);
        }
        if (timers.persistNs <= nowNs) {
            timers.persistNs = TcpTimers.NEVER;
            persist(nowNs);
        }
        if (timers.keepAliveNs <= nowNs) {
            timers.keepAliveNs = TcpTimers.NEVER;
            keepAlive(nowNs);
        }
    }

    private void retransmit(long nowNs) {
        switch (tcb.state) {
            case SYN_SENT -> repeatSyn(nowNs, tcb.settings.synRetryNs());
            case SYN_RECEIVED -> repeatSyn(nowNs,
                    tcb.listener != null ? tcb.settings.halfOpenNs() : tcb.settings.synRetryNs());
            default -> {
                if (tcb.state.sendsData() && !snd.board.isEmpty()) {
                    timeout(nowNs);
                }
            }
        }
    }

    private void repeatSyn(long nowNs, long limitNs) {
        if (nowNs - tcb.openedNs >= limitNs) {
            tcb.enterClosed(CloseReason.TIMED_OUT);
            return;
        }
        snd.rtt.backOff();
        if (tcb.state == TcpState.SYN_SENT) {
            tcb.replies.syn(nowNs);
        } else {
            tcb.replies.synAck(nowNs);
        }
        tcb.statistics.count(TcpCounter.RETRANSMISSIONS);
        tcb.timers.retransmitNs = Math.min(nowNs + snd.rtt.rtoNs(), tcb.openedNs + limitNs);
    }

    /** RFC 6298, (5.4) to (5.6). */
    private void timeout(long nowNs) {
        long since = snd.window == 0 ? Math.max(snd.stalledSinceNs, tcb.lastHeardNs) : snd.stalledSinceNs;
        if (nowNs - since >= tcb.settings.retryNs()) {
            tcb.enterClosed(CloseReason.TIMED_OUT);
            return;
        }
        boolean isData = Sequence.isBefore(snd.una, snd.buffer.end());
        if (snd.window == 0 && isData) {
            snd.board.markAllLost(); // the window has shrunk below what is in flight: probe, and send again once it opens
            snd.assumedArrived = 0;
            tcb.output.sendWindowProbe(nowNs);
            return;
        }
        snd.mss = Math.min(snd.mss,
                Math.max(Output.MIN_MSS, tcb.host.pathBytes(tcb.endpoints)) - (snd.timestampsOn ? 12 : 0));
        boolean repeated = snd.rtt.backoffs() > 0;
        snd.rtt.backOff();
        snd.probe.reset();
        snd.recovery.timeout(snd, repeated, nowNs);
        if (snd.rtt.backoffs() == DOUBTFUL_RETRANSMISSIONS) {
            tcb.tellDelivery(true);
        }
        tcb.timers.retransmitNs = Math.min(nowNs + snd.rtt.rtoNs(), since + tcb.settings.retryNs());
    }

    /** MUST-35, MUST-37: probing goes on as long as the peer answers, and ends only if it has been silent for R2. */
    private void persist(long nowNs) {
        if (nowNs - Math.max(snd.stalledSinceNs, tcb.lastHeardNs) >= tcb.settings.retryNs()) {
            tcb.enterClosed(CloseReason.TIMED_OUT);
            return;
        }
        tcb.output.sendWindowProbe(nowNs);
    }

    private void keepAlive(long nowNs) {
        if (!tcb.keepAlive || !tcb.state.isSynchronized() || tcb.state == TcpState.TIME_WAIT) {
            return;
        }
        if (!snd.board.isEmpty() || snd.unsentBytes() > 0) {
            tcb.timers.keepAliveNs = nowNs + tcb.settings.keepAliveNs(); // MUST-26: the other timers watch over it
            return;
        }
        if (tcb.keepAliveProbes >= tcb.settings.keepAliveProbes()) {
            tcb.replies.reset();
            tcb.enterClosed(CloseReason.KEEP_ALIVE_FAILED);
            return;
        }
        tcb.keepAliveProbes++;
        tcb.statistics.count(TcpCounter.KEEP_ALIVE_PROBES);
        tcb.replies.keepAliveProbe(nowNs);
        tcb.timers.keepAliveNs = nowNs + tcb.settings.keepAliveIntervalNs();
    }
}
