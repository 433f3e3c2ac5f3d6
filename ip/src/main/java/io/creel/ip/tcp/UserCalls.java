package io.creel.ip.tcp;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.Result;
import io.creel.net.Packet;
import io.creel.net.wire.Frame;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The user's side of a connection: the calls of RFC 9293, sections 3.10.2 to 3.10.5, and the errors of section 3.9.2.2.
 */
final class UserCalls {
    private final TcpConnection tcb;

    UserCalls(TcpConnection tcb) {
        this.tcb = tcb;
    }

    @RequiresLock("tcb.lock")
    int write(byte[] from, int offset, int length, long nowNs) {
        requireWritable();
        int taken = tcb.snd.buffer.write(from, offset, length);
        return written(taken, length, nowNs);
    }

    @RequiresLock("tcb.lock")
    int write(MemorySegment from, long offset, int length, long nowNs) {
        requireWritable();
        int taken = tcb.snd.buffer.write(from, offset, length);
        return written(taken, length, nowNs);
    }

    @RequiresLock("tcb.lock")
    int write(Frame from, int offset, int length, long nowNs) {
        requireWritable();
        int taken = tcb.snd.buffer.write(from, offset, length);
        return written(taken, length, nowNs);
    }

    @RequiresLock("tcb.lock")
    int writeUrgent(byte[] from, int offset, int length, long nowNs) {
        requireWritable();
        int taken = tcb.snd.buffer.write(from, offset, length);
        if (taken > 0) {
            tcb.snd.urgent = true;
            tcb.snd.urgentEnd = tcb.snd.buffer.end();
        }
        return written(taken, length, nowNs);
    }

    private void requireWritable() {
        if (tcb.snd.finQueued || !tcb.state.acceptsWrites()) {
            throw new IllegalStateException("wrote to a connection that takes no more: endpoints=" + tcb.endpoints
                    + ", state=" + tcb.state + ", reason=" + tcb.reason.text() + ", outputClosed=" + tcb.snd.finQueued);
        }
        tcb.host.buffers().waiters.leave(tcb);
    }

    @RequiresLock("tcb.lock")
    private int written(int taken, int length, long nowNs) {
        tcb.wantsSpace |= taken < length;
        if (taken < length && tcb.snd.buffer.isWithoutRing()) {
            tcb.statistics.count(TcpCounter.SEND_BUFFER_REFUSED);
            tcb.host.buffers().waiters.add(tcb);
        }
        tcb.settle(nowNs);
        return taken;
    }

    @RequiresLock("tcb.lock")
    int read(byte[] to, int offset, int length, long nowNs) {
        if (tcb.rcv.queue.isEmpty()) {
            return tcb.isEndOfStream() ? -1 : 0;
        }
        int done = tcb.rcv.queue.read(to, offset, length);
        consumed(nowNs);
        return done;
    }

    @RequiresLock("tcb.lock")
    @Acquires(when = Result.NON_NULL)
    @Nullable
    Packet take(long nowNs) {
        if (tcb.rcv.queue.isEmpty()) {
            return null;
        }
        Packet packet = tcb.rcv.queue.take();
        consumed(nowNs);
        return packet;
    }

    @RequiresLock("tcb.lock")
    private void consumed(long nowNs) {
        ReceiveSide rcv = tcb.rcv;
        if (rcv.urgent && Sequence.isAtMost(rcv.urgentEnd, rcv.nxt - rcv.queue.bytes())) {
            rcv.urgent = false;
        }
        if (tcb.state.receivesData() && rcv.isUpdateDue()) {
            rcv.ackNow = true;
            tcb.settle(nowNs);
        }
    }

    @RequiresLock("tcb.lock")
    void shutdownOutput(long nowNs) {
        switch (tcb.state) {
            case SYN_SENT -> tcb.enterClosed(CloseReason.NOT_OPENED);
            case SYN_RECEIVED -> tcb.snd.finQueued = true; // sent once it is established
            case ESTABLISHED -> finish(TcpState.FIN_WAIT_1);
            case CLOSE_WAIT -> finish(TcpState.LAST_ACK);
            default -> {
                // this direction has ended
            }
        }
        tcb.settle(nowNs);
    }

    private void finish(TcpState next) {
        tcb.snd.finQueued = true;
        tcb.state = next;
    }

    @RequiresLock("tcb.lock")
    void close(long nowNs) {
        tcb.readClosed = true;
        if (!tcb.rcv.queue.isEmpty()) {
            tcb.statistics.add(TcpCounter.UNREAD_BYTES, tcb.rcv.queue.clear());
            if (tcb.state != TcpState.CLOSED) {
                abort(nowNs, CloseReason.DATA_AFTER_CLOSE);
                return;
            }
        }
        shutdownOutput(nowNs);
        if (tcb.state == TcpState.FIN_WAIT_2 && tcb.timers.stateNs == TcpTimers.NEVER) {
            tcb.timers.stateNs = nowNs + tcb.settings.finWait2Ns();
            tcb.settle(nowNs);
        }
    }

    @RequiresLock("tcb.lock")
    void abort(long nowNs, CloseReason why) {
        switch (tcb.state) {
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT -> {
                tcb.replies.reset();
                tcb.enterClosed(why);
            }
            default -> tcb.enterClosed(why);
        }
        tcb.settle(nowNs);
    }

    @RequiresLock("tcb.lock")
    void release(long nowNs) {
        if (tcb.released) {
            throw new IllegalStateException("released a connection twice: endpoints=" + tcb.endpoints);
        }
        close(nowNs);
        tcb.released = true;
        tcb.events(TcpEvents.NONE);
        tcb.settle(nowNs);
    }

    @RequiresLock("tcb.lock")
    boolean unreachable(int quoted, boolean hard, long nowNs) {
        SendSide snd = tcb.snd;
        if (tcb.state == TcpState.CLOSED || Sequence.isBefore(quoted, snd.una) || Sequence.isAtLeast(quoted, snd.max)) {
            tcb.statistics.count(TcpCounter.ICMP_IGNORED);
            return false;
        }
        // RFC 9293, section 3.9.2.2 and RFC 5461: a soft error never ends a connection, and a hard one only before it
        // is established.
        if (hard && !tcb.state.isSynchronized()) {
            tcb.enterClosed(CloseReason.UNREACHABLE);
        } else {
            tcb.tellDelivery(true);
        }
        tcb.settle(nowNs);
        return true;
    }

    @RequiresLock("tcb.lock")
    boolean pathLimit(int quoted, int payloadBytes, long nowNs) {
        SendSide snd = tcb.snd;
        int limit = Math.max(Output.MIN_MSS, payloadBytes) - (snd.timestampsOn ? 12 : 0);
        boolean inFlight = Sequence.isAtLeast(quoted, snd.una) && Sequence.isBefore(quoted, snd.max);
        if (!tcb.state.isSynchronized() || !inFlight || limit >= snd.mss) {
            tcb.statistics.count(TcpCounter.ICMP_IGNORED);
            return inFlight;
        }
        snd.mss = limit;
        // What was too large is lost for certain and not by congestion: RFC 1191, section 6.4.
        for (int slot = snd.board.first(); slot != SentSegments.NONE; slot = snd.board.next(slot)) {
            if (snd.board.end(slot) - snd.board.start(slot) > limit) {
                snd.board.markLost(slot);
            }
        }
        snd.recovery.repairOnly(snd);
        tcb.settle(nowNs);
        return true;
    }
}
