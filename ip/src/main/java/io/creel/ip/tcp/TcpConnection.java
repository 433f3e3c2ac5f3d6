package io.creel.ip.tcp;

import io.creel.core.lock.CoroutineLock;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Borrowed;
import io.creel.core.spec.Changes;
import io.creel.core.spec.Locks;
import io.creel.core.spec.NoSuspend;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.Result;
import io.creel.core.spec.Unchecked;
import io.creel.core.spec.Unlocks;
import io.creel.net.Packet;
import io.creel.net.wire.Frame;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One connection: the transmission control block of RFC 9293 with what its user may call.
 *
 * <p>
 * Every call names the time, acts at once, and hands what is to be sent to the host's {@link TcpSink} before it
 * returns. Reading and writing never block: they take what there is and what fits. A connection belongs to the user
 * from {@link TcpHost#connect} or {@link TcpListener#accept} until {@link #release}.
 *
 * <p>
 * Threads: if one worker runs the host, that worker. Otherwise coroutines of any worker, each call between {@link
 * #enter} and {@link #exit}; the host enters by itself. A question such as {@link #state()} may be asked without that,
 * and its answer is then an estimate.
 */
public final class TcpConnection {
    private static final int ESTABLISHED = 1;
    private static final int READABLE = 2;
    private static final int WRITABLE = 4;
    private static final int CLOSED = 8;
    private static final int URGENT = 16;

    /**
     * Of this connection alone; null if one worker runs the host. Its holder does not suspend, so a segment, a timer or
     * a call of the user waits for one other step at most per worker.
     */
    @NoSuspend
    final @Nullable CoroutineLock lock;
    final TcpHost host;
    TcpSettings settings;
    final TcpStatistics statistics;
    final TcpEndpoints endpoints = new TcpEndpoints();
    final SendSide snd;
    final ReceiveSide rcv;
    final TcpTimers timers = new TcpTimers();
    final ChallengeLimit challenges;
    final Output output;
    final Replies replies;
    private final SegmentArrival arrival;
    private final Expiry expiry;
    private final UserCalls calls;

    TcpState state = TcpState.CLOSED;
    CloseReason reason = CloseReason.NONE;
    /** The listener of a connection that was opened passively and not accepted yet; null for all others. */
    @Nullable
    TcpListener listener;
    /** The user reads no more: data that arrive cannot be delivered. */
    boolean readClosed;
    boolean keepAlive;
    int keepAliveProbes;
    long lastHeardNs;
    long openedNs;
    int synTransmissions;
    boolean wantsSpace;
    /** See {@link RingWaiters}, whose links the next two are. */
    byte ringState;
    @Nullable
    TcpConnection previousWaiter;
    @Nullable
    TcpConnection nextWaiter;
    /** The user has given the object back. */
    boolean released;
    /** Neither in the table nor with a user. */
    boolean pooled = true;
    /** In the host's table. Changed under the host's guard, by the holder of this connection. */
    boolean inTable;
    /** A listener that has just got this connection, to be told once the segment is done; null mostly. */
    private @Nullable TcpListener toldNext;
    /** The latest time of any call: a caller that had to wait brings an older one. */
    private long latestNs;
    /** Its place in the host's heap of deadlines; −1 if it is not there. */
    int heapIndex = -1;
    long heapDeadlineNs;
    private TcpEvents events = TcpEvents.NONE;
    private @Nullable Object attachment;
    private int pending;

    TcpConnection(TcpHost host) {
        this.host = host;
        settings = host.settings();
        statistics = host.statistics().part();
        lock = host.guard().isShared() ? new CoroutineLock("tcp connection") : null;
        snd = new SendSide(settings, statistics, settings.cubic() ? new Cubic() : new NewReno(),
                settings.rack() ? new RackTlp() : new DuplicateAcks(), host.buffers());
        rcv = new ReceiveSide(settings, host.buffers());
        challenges = new ChallengeLimit(settings.challengeAcksPerSecond());
        replies = new Replies(this);
        output = new Output(this);
        arrival = new SegmentArrival(this);
        expiry = new Expiry(this);
        calls = new UserCalls(this);
    }

    /** Begins another life between these endpoints. */
    void begin(TcpEndpoints between, int initialSequence, TcpSettings own, @Nullable TcpListener of, long nowNs) {
        settings = own;
        endpoints.set(between);
        snd.reset(initialSequence, settings);
        snd.timestampOffset = host.isn().timestampOffset(between);
        rcv.reset(settings);
        output.reset();
        timers.stopAll();
        challenges.reset(nowNs);
        reason = CloseReason.NONE;
        listener = of;
        latestNs = nowNs;
        readClosed = false;
        keepAlive = false;
        keepAliveProbes = 0;
        lastHeardNs = nowNs;
        openedNs = nowNs;
        synTransmissions = 0;
        wantsSpace = false;
        released = false;
        pooled = false;
        events = TcpEvents.NONE;
        attachment = null;
        pending = 0;
    }

    /**
     * Makes the calling coroutine the only one that acts on this connection, until {@link #exit}. Suspends while
     * another one does. If one worker runs the host there is no lock, and nothing happens. Allocates nothing.
     *
     * @throws IllegalStateException if the caller has entered already, or is no coroutine although several workers run
     *        the host
     * @throws io.creel.core.CoroutineCancelledException if the coroutine is cancelled while it waits; it has not
     *        entered
     */
    @Locks("this.lock")
    @Unchecked("there is no lock if one worker runs the host, and a wait for it needs a coroutine otherwise")
    public void enter() {
        if (lock != null) {
            lock.lock();
        }
    }

    /** Enters if no other coroutine has. Does not suspend. */
    @Locks(value = "this.lock", when = Result.TRUE)
    boolean tryEnter() {
        return lock == null || lock.tryLock();
    }

    /**
     * Lets the next coroutine act on this connection.
     *
     * @throws IllegalStateException if the caller has not entered
     */
    @Unlocks("this.lock")
    public void exit() {
        if (lock != null) {
            lock.unlock();
        }
    }

    /**
     * Says whether this object is a connection in the table, and still between these endpoints. To ask after an enter
     * that may have waited.
     *
     * @param ends both ends, as {@link TcpHost#find} got them
     * @return false if the connection has ended; the object may be another connection by now
     */
    @RequiresLock("lock")
    public boolean isBetween(TcpEndpoints ends) {
        return inTable && endpoints.same(ends);
    }

    /** Takes a segment of this connection; says whether its packet now belongs to the connection. */
    @RequiresLock("lock")
    boolean receive(TcpSegment segment, long broughtNs) {
        long nowNs = Math.max(broughtNs, latestNs);
        arrival.receive(segment, nowNs);
        boolean kept = segment.payloadBytes > 0 && segment.packet == null;
        settle(nowNs);
        return kept;
    }

    /** Acts on the deadlines that have come. */
    @RequiresLock("lock")
    void expire(long broughtNs) {
        long nowNs = Math.max(broughtNs, latestNs);
        expiry.run(nowNs);
        settle(nowNs);
    }

    /** The host has kept a send ring for this connection, whose user may write now. */
    @RequiresLock("lock")
    void promised(long broughtNs) {
        ringState = RingWaiters.TOLD;
        wantsSpace = false;
        becameWritable();
        settle(Math.max(broughtNs, latestNs));
    }

    /** A listener has this connection now, and is told after the segment. */
    void tellAfterwards(TcpListener got) {
        toldNext = got;
    }

    /** The listener to tell, once; null if there is none. */
    @Nullable
    TcpListener takeTold() {
        TcpListener told = toldNext;
        toldNext = null;
        return told;
    }

    /** {@return when the connection has something to do, in nanoseconds; {@code Long.MAX_VALUE} if never} */
    public long deadlineNs() {
        return Math.min(timers.nextNs(), snd.detection.deadlineNs());
    }

    /** Sends what may be sent, tells the host of the new deadline, and the user of what happened. */
    @RequiresLock("lock")
    void settle(long nowNs) {
        assert lock == null || lock.isHeld() : "a connection is used by a coroutine that has not entered: " + this;
        latestNs = Math.max(latestNs, nowNs);
        output.run(nowNs);
        if (state != TcpState.CLOSED) {
            host.deadlines().changed(this);
        }
        while (pending != 0) {
            int what = pending;
            pending = 0;
            tell(what);
        }
        host.settled(this);
    }

    private void tell(int what) {
        TcpEvents to = events;
        if ((what & ESTABLISHED) != 0) {
            to.established(this);
        }
        if ((what & URGENT) != 0) {
            to.urgent(this);
        }
        if ((what & READABLE) != 0) {
            to.readable(this);
        }
        if ((what & WRITABLE) != 0) {
            to.writable(this);
        }
        if ((what & CLOSED) != 0) {
            to.closed(this);
        }
    }

    void becameEstablished() {
        pending |= ESTABLISHED;
    }

    void becameReadable() {
        pending |= READABLE;
    }

    void becameWritable() {
        pending |= WRITABLE;
    }

    void becameUrgent() {
        pending |= URGENT;
    }

    void tellDelivery(boolean doubtful) {
        events.delivering(this, doubtful);
    }

    /**
     * Enters CLOSED for this reason, drops what was to be sent, and tells the user. What has been received stays
     * readable.
     */
    void enterClosed(CloseReason why) {
        if (state == TcpState.CLOSED) {
            return;
        }
        if (why != CloseReason.FINISHED && why != CloseReason.NOT_OPENED) {
            statistics.count(state.isSynchronized() ? TcpCounter.CONNECTIONS_FAILED : TcpCounter.HALF_OPEN_DROPPED);
        }
        state = TcpState.CLOSED;
        reason = why;
        timers.stopAll();
        snd.detection.reset();
        snd.buffer.giveBack();
        snd.board.reset();
        host.buffers().waiters.leave(this);
        rcv.gaps.clear();
        rcv.ackNow = false;
        pending |= CLOSED | READABLE;
    }

    /**
     * Sets what is told of events; replaces what was set before.
     *
     * @param to told of every later event; {@link TcpEvents#NONE} at first
     */
    @RequiresLock("lock")
    public void events(TcpEvents to) {
        events = to;
    }

    /**
     * Returns what this connection has counted, or with one worker its host: to compare before and after a call.
     *
     * @param counter which one
     * @return its value now
     */
    public long counted(TcpCounter counter) {
        return statistics.get(counter);
    }

    /**
     * Attaches any object of the user, in place of the one before.
     *
     * @param object null to attach none
     */
    public void attach(@Nullable Object object) {
        attachment = object;
    }

    /** {@return the object of {@link #attach}; null at first} */
    public @Nullable Object attachment() {
        return attachment;
    }

    /** {@return the state (RFC 9293, section 3.3.2)} */
    public TcpState state() {
        return state;
    }

    /** {@return why the state is CLOSED; {@link CloseReason#NONE} if it is not} */
    public CloseReason closeReason() {
        return reason;
    }

    /** {@return the addresses and ports; not to be changed} */
    public TcpEndpoints endpoints() {
        return endpoints;
    }

    /**
     * Queues bytes to be sent.
     *
     * @param from holds the bytes to send; they are copied
     * @param offset of the first byte in the source
     * @param length how many bytes to send
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return how many bytes were taken, 0 if the send buffer is full
     * @throws IllegalStateException if this side has closed its direction, or the connection is closed; the message
     *        says why
     */
    @RequiresLock("lock")
    public int write(byte[] from, int offset, int length, long nowNs) {
        return calls.write(from, offset, length, nowNs);
    }

    /**
     * As {@link #write(byte[], int, int, long)}, from a memory segment.
     *
     * @param from holds the bytes to send; they are copied
     * @param offset of the first byte in the source
     * @param length how many bytes to send
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return how many bytes were taken, 0 if the send buffer is full
     */
    @RequiresLock("lock")
    public int write(MemorySegment from, long offset, int length, long nowNs) {
        return calls.write(from, offset, length, nowNs);
    }

    /**
     * As {@link #write(byte[], int, int, long)}, from a frame.
     *
     * @param from holds the bytes to send; they are copied, and the frame stays with its owner
     * @param offset of the first byte in the frame
     * @param length how many bytes to send
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return how many bytes were taken, 0 if the send buffer is full
     */
    @RequiresLock("lock")
    public int write(Frame from, int offset, int length, long nowNs) {
        return calls.write(from, offset, length, nowNs);
    }

    /**
     * As {@link #write(byte[], int, int, long)}; the last byte taken is the end of urgent data (RFC 9293, section
     * 3.8.5).
     *
     * @param from holds the bytes to send; they are copied
     * @param offset of the first byte in the array
     * @param length how many bytes to send
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return how many bytes were taken, 0 if the send buffer is full
     */
    @RequiresLock("lock")
    public int writeUrgent(byte[] from, int offset, int length, long nowNs) {
        return calls.writeUrgent(from, offset, length, nowNs);
    }

    /**
     * Copies received bytes out, releases the frames they came in, and lets the peer send more.
     *
     * @param to the array to copy into
     * @param offset where in the array the first byte goes
     * @param length most bytes to copy
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return how many bytes; 0 if there are none now; −1 at the end of the stream
     */
    @Changes
    @RequiresLock("lock")
    public int read(byte[] to, int offset, int length, long nowNs) {
        return calls.read(to, offset, length, nowNs);
    }

    /**
     * Copies received bytes and leaves them there.
     *
     * @param to the array to copy into
     * @param offset where in the array the first byte goes
     * @param length most bytes to copy
     * @return how many bytes; 0 if there are none
     */
    public int peek(byte[] to, int offset, int length) {
        return rcv.queue.peek(to, offset, length);
    }

    /**
     * {@return the frame that holds the next received bytes, still owned by the connection; null if there are none}
     */
    @Borrowed(from = "this")
    public @Nullable Packet received() {
        return rcv.queue.isEmpty() ? null : rcv.queue.packet();
    }

    /** {@return where in {@link #received()} the next bytes start; 0 if there are none} */
    public int receivedOffset() {
        return rcv.queue.isEmpty() ? 0 : rcv.queue.offset();
    }

    /** {@return how many bytes of {@link #received()} are the next ones; 0 if there are none} */
    public int receivedBytes() {
        return rcv.queue.length();
    }

    /**
     * Takes {@link #received()} without a copy. The caller owns the packet and releases it. The receive window opens at
     * once, so frames that a user holds are bounded by the packet pool and no longer by this connection.
     *
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return null if there is none
     */
    @Changes
    @RequiresLock("lock")
    @Acquires(when = Result.NON_NULL)
    public @Nullable Packet takeReceived(long nowNs) {
        return calls.take(nowNs);
    }

    /** {@return how many received bytes were not read} */
    public int readableBytes() {
        return rcv.queue.bytes();
    }

    /** {@return how many bytes {@link #write} would take} */
    public int writableBytes() {
        return snd.buffer.freeBytes();
    }

    /** {@return how many bytes were written and are not acknowledged} */
    public int unacknowledgedBytes() {
        return snd.buffer.bytes();
    }

    /**
     * {@return whether everything the peer sent was read, and the peer has ended its direction or the connection is
     * closed}
     */
    public boolean isEndOfStream() {
        return rcv.queue.isEmpty() && (rcv.finReceived || state == TcpState.CLOSED);
    }

    /** {@return whether the peer has ended its direction and all its data have arrived} */
    public boolean hasReceivedFin() {
        return rcv.finReceived;
    }

    /**
     * {@return how far urgent data reach ahead of the reader, in bytes from the next one to be read; 0 if there are
     * none}
     */
    public int urgentBytes() {
        return rcv.urgent ? Math.max(0, rcv.urgentEnd - (rcv.nxt - rcv.queue.bytes())) : 0;
    }

    /**
     * Ends this direction: a FIN follows the bytes that were written; data may still be received. Twice does nothing.
     *
     * @param nowNs the present time in nanoseconds, on the clock of the host
     */
    @RequiresLock("lock")
    public void shutdownOutput(long nowNs) {
        calls.shutdownOutput(nowNs);
    }

    /**
     * Ends both directions. Bytes that were written are still delivered. If received bytes are unread, or more arrive,
     * they cannot be delivered, and the peer is told by a RST (RFC 9293, section 3.6.1, SHLD-3).
     *
     * @param nowNs the present time in nanoseconds, on the clock of the host
     */
    @RequiresLock("lock")
    public void close(long nowNs) {
        calls.close(nowNs);
    }

    /**
     * Ends the connection at once: the peer is sent a RST, and what was not sent is dropped (RFC 9293, section 3.10.5).
     *
     * @param nowNs the present time in nanoseconds, on the clock of the host
     */
    @RequiresLock("lock")
    public void abort(long nowNs) {
        calls.abort(nowNs, CloseReason.ABORTED);
    }

    /** The listener has closed. */
    @RequiresLock("lock")
    void abortUnaccepted(long nowNs) {
        calls.abort(nowNs, CloseReason.LISTENER_CLOSED);
    }

    /**
     * Sets whether small segments wait while data are in flight (RFC 9293, SHLD-7, MUST-17).
     *
     * @param on whether they wait; at first as the settings say
     * @param nowNs the present time in nanoseconds, on the clock of the host
     */
    @RequiresLock("lock")
    public void nagle(boolean on, long nowNs) {
        snd.nagle = on;
        settle(nowNs);
    }

    /**
     * Holds segments back that are not full, until it is turned off, the direction ends, or a time-out has passed (the
     * option TCP_CORK of other stacks).
     *
     * @param on whether they wait
     * @param nowNs the present time in nanoseconds, on the clock of the host
     */
    @RequiresLock("lock")
    public void cork(boolean on, long nowNs) {
        snd.corked = on;
        settle(nowNs);
    }

    /** {@return the settings that this connection goes by} */
    public TcpSettings settings() {
        return settings;
    }

    /**
     * Replaces the settings of this connection. Time-outs and keep-alive take effect when they are next armed, and the
     * segment size with the next handshake. What a connection object was made with stays: the sizes of its send buffer
     * and its queues, the bounds of its time-out, its congestion control and its loss detection.
     *
     * @param own the settings
     */
    public void settings(TcpSettings own) {
        settings = own;
    }

    /**
     * Turns keep-alive probes on or off; they are off at first (RFC 9293, MUST-24, MUST-25).
     *
     * @param on whether probes are sent
     * @param nowNs the present time in nanoseconds, on the clock of the host
     */
    @RequiresLock("lock")
    public void keepAlive(boolean on, long nowNs) {
        keepAlive = on;
        keepAliveProbes = 0;
        timers.keepAliveNs = on && state != TcpState.CLOSED
                ? Math.max(nowNs, lastHeardNs + settings.keepAliveNs())
                : TcpTimers.NEVER;
        settle(nowNs);
    }

    /**
     * Takes an ICMP error that quotes a segment of this connection.
     *
     * @param quotedSequence the sequence number that it quotes; one outside of what is in flight is ignored and counted
     *        (RFC 5927, section 4)
     * @param hard whether it says that the peer or its port can not be reached at all
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return whether the quoted number is in flight
     */
    @RequiresLock("lock")
    public boolean unreachable(int quotedSequence, boolean hard, long nowNs) {
        return calls.unreachable(quotedSequence, hard, nowNs);
    }

    /**
     * Notes that the path takes at most segments of this payload: a smaller path MTU was learnt (RFC 8201, RFC 1191).
     *
     * @param quotedSequence as for {@link #unreachable}
     * @param payloadBytes the MTU without the fixed headers of IP and TCP
     * @param nowNs the present time in nanoseconds, on the clock of the host
     * @return whether the quoted number is in flight
     */
    @RequiresLock("lock")
    public boolean pathLimit(int quotedSequence, int payloadBytes, long nowNs) {
        return calls.pathLimit(quotedSequence, payloadBytes, nowNs);
    }

    /**
     * Gives the object back to the host, which reuses it once the connection is closed. A connection that is open is
     * closed first.
     *
     * @param nowNs the present time in nanoseconds, on the clock of the host
     */
    @RequiresLock("lock")
    public void release(long nowNs) {
        calls.release(nowNs);
    }

    /** Endpoints and state, for messages. */
    @Override
    public String toString() {
        return endpoints + " " + state;
    }
}
