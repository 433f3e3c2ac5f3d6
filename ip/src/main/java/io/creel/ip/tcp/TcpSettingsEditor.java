package io.creel.ip.tcp;

/** Changes a copy of {@link TcpSettings}, one name at a time. {@link #done} checks the values. One thread. */
public final class TcpSettingsEditor {
    private int mss;
    private int sendBuffer;
    private int receiveBuffer;
    private int receiveFrames;
    private int outOfOrderRanges;
    private int sentSegments;
    private boolean windowScale;
    private boolean timestamps;
    private boolean sack;
    private boolean nagle;
    private long delayedAckNs;
    private long minRtoNs;
    private long maxRtoNs;
    private long retryNs;
    private long synRetryNs;
    private long halfOpenNs;
    private long timeWaitNs;
    private long finWait2Ns;
    private long keepAliveNs;
    private long keepAliveIntervalNs;
    private int keepAliveProbes;
    private int initialWindow;
    private int challengeAcks;
    private boolean cubic;
    private boolean rack;

    TcpSettingsEditor(TcpSettings from) {
        mss = from.mssBytes();
        sendBuffer = from.sendBufferBytes();
        receiveBuffer = from.receiveBufferBytes();
        receiveFrames = from.receiveFrames();
        outOfOrderRanges = from.outOfOrderRanges();
        sentSegments = from.sentSegments();
        windowScale = from.windowScale();
        timestamps = from.timestamps();
        sack = from.sack();
        nagle = from.nagle();
        delayedAckNs = from.delayedAckNs();
        minRtoNs = from.minRtoNs();
        maxRtoNs = from.maxRtoNs();
        retryNs = from.retryNs();
        synRetryNs = from.synRetryNs();
        halfOpenNs = from.halfOpenNs();
        timeWaitNs = from.timeWaitNs();
        finWait2Ns = from.finWait2Ns();
        keepAliveNs = from.keepAliveNs();
        keepAliveIntervalNs = from.keepAliveIntervalNs();
        keepAliveProbes = from.keepAliveProbes();
        initialWindow = from.initialWindowSegments();
        challengeAcks = from.challengeAcksPerSecond();
        cubic = from.cubic();
        rack = from.rack();
    }

    /**
     * Sets {@link TcpSettings#mssBytes()}.
     *
     * @param bytes 88 to 65495
     * @return this
     */
    public TcpSettingsEditor mss(int bytes) {
        mss = bytes;
        return this;
    }

    /**
     * Sets {@link TcpSettings#sendBufferBytes()}.
     *
     * @param bytes a power of two, 4 KiB to 1 GiB
     * @return this
     */
    public TcpSettingsEditor sendBuffer(int bytes) {
        sendBuffer = bytes;
        return this;
    }

    /**
     * Sets {@link TcpSettings#receiveBufferBytes()}.
     *
     * @param bytes 2 KiB to 1 GiB
     * @return this
     */
    public TcpSettingsEditor receiveBuffer(int bytes) {
        receiveBuffer = bytes;
        return this;
    }

    /**
     * Sets {@link TcpSettings#receiveFrames()}.
     *
     * @param frames 16 to 2^20
     * @return this
     */
    public TcpSettingsEditor receiveFrames(int frames) {
        receiveFrames = frames;
        return this;
    }

    /**
     * Sets {@link TcpSettings#outOfOrderRanges()}.
     *
     * @param ranges 4 to the number of receive frames
     * @return this
     */
    public TcpSettingsEditor outOfOrderRanges(int ranges) {
        outOfOrderRanges = ranges;
        return this;
    }

    /**
     * Sets {@link TcpSettings#sentSegments()}.
     *
     * @param segments 16 to 2^20
     * @return this
     */
    public TcpSettingsEditor sentSegments(int segments) {
        sentSegments = segments;
        return this;
    }

    /**
     * Sets {@link TcpSettings#windowScale()}.
     *
     * @param on whether to offer and accept window scaling
     * @return this
     */
    public TcpSettingsEditor windowScale(boolean on) {
        windowScale = on;
        return this;
    }

    /**
     * Sets {@link TcpSettings#timestamps()}.
     *
     * @param on whether to offer and accept timestamps
     * @return this
     */
    public TcpSettingsEditor timestamps(boolean on) {
        timestamps = on;
        return this;
    }

    /**
     * Sets {@link TcpSettings#sack()}.
     *
     * @param on whether to offer and accept selective acknowledgments
     * @return this
     */
    public TcpSettingsEditor sack(boolean on) {
        sack = on;
        return this;
    }

    /**
     * Sets {@link TcpSettings#nagle()}.
     *
     * @param on whether small segments wait while data are in flight
     * @return this
     */
    public TcpSettingsEditor nagle(boolean on) {
        nagle = on;
        return this;
    }

    /**
     * Sets {@link TcpSettings#delayedAckNs()}.
     *
     * @param ns nanoseconds, 0 to 500 ms
     * @return this
     */
    public TcpSettingsEditor delayedAckNs(long ns) {
        delayedAckNs = ns;
        return this;
    }

    /**
     * Sets {@link TcpSettings#minRtoNs()}.
     *
     * @param ns nanoseconds, 1 ms to 60 s
     * @return this
     */
    public TcpSettingsEditor minRtoNs(long ns) {
        minRtoNs = ns;
        return this;
    }

    /**
     * Sets {@link TcpSettings#maxRtoNs()}.
     *
     * @param ns nanoseconds, at least 60 s
     * @return this
     */
    public TcpSettingsEditor maxRtoNs(long ns) {
        maxRtoNs = ns;
        return this;
    }

    /**
     * Sets {@link TcpSettings#retryNs()}.
     *
     * @param ns nanoseconds, above 0
     * @return this
     */
    public TcpSettingsEditor retryNs(long ns) {
        retryNs = ns;
        return this;
    }

    /**
     * Sets {@link TcpSettings#synRetryNs()}.
     *
     * @param ns nanoseconds, above 0
     * @return this
     */
    public TcpSettingsEditor synRetryNs(long ns) {
        synRetryNs = ns;
        return this;
    }

    /**
     * Sets {@link TcpSettings#halfOpenNs()}.
     *
     * @param ns nanoseconds, above 0
     * @return this
     */
    public TcpSettingsEditor halfOpenNs(long ns) {
        halfOpenNs = ns;
        return this;
    }

    /**
     * Sets {@link TcpSettings#timeWaitNs()}.
     *
     * @param ns nanoseconds, above 0
     * @return this
     */
    public TcpSettingsEditor timeWaitNs(long ns) {
        timeWaitNs = ns;
        return this;
    }

    /**
     * Sets {@link TcpSettings#finWait2Ns()}.
     *
     * @param ns nanoseconds, above 0
     * @return this
     */
    public TcpSettingsEditor finWait2Ns(long ns) {
        finWait2Ns = ns;
        return this;
    }

    /**
     * Sets {@link TcpSettings#keepAliveNs()}.
     *
     * @param ns nanoseconds, above 0
     * @return this
     */
    public TcpSettingsEditor keepAliveNs(long ns) {
        keepAliveNs = ns;
        return this;
    }

    /**
     * Sets {@link TcpSettings#keepAliveIntervalNs()}.
     *
     * @param ns nanoseconds, above 0
     * @return this
     */
    public TcpSettingsEditor keepAliveIntervalNs(long ns) {
        keepAliveIntervalNs = ns;
        return this;
    }

    /**
     * Sets {@link TcpSettings#keepAliveProbes()}.
     *
     * @param probes at least 1
     * @return this
     */
    public TcpSettingsEditor keepAliveProbes(int probes) {
        keepAliveProbes = probes;
        return this;
    }

    /**
     * Sets {@link TcpSettings#initialWindowSegments()}.
     *
     * @param segments 1 to 10
     * @return this
     */
    public TcpSettingsEditor initialWindow(int segments) {
        initialWindow = segments;
        return this;
    }

    /**
     * Sets {@link TcpSettings#challengeAcksPerSecond()}.
     *
     * @param perSecond at least 1
     * @return this
     */
    public TcpSettingsEditor challengeAcks(int perSecond) {
        challengeAcks = perSecond;
        return this;
    }

    /**
     * Sets {@link TcpSettings#cubic()}.
     *
     * @param on CUBIC if true, NewReno if false
     * @return this
     */
    public TcpSettingsEditor cubic(boolean on) {
        cubic = on;
        return this;
    }

    /**
     * Sets {@link TcpSettings#rack()}.
     *
     * @param on RACK-TLP if true, duplicate acknowledgments alone if false
     * @return this
     */
    public TcpSettingsEditor rack(boolean on) {
        rack = on;
        return this;
    }

    /**
     * {@return the changed settings}
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public TcpSettings done() {
        return new TcpSettings(mss, sendBuffer, receiveBuffer, receiveFrames, outOfOrderRanges, sentSegments,
                windowScale, timestamps, sack, nagle, delayedAckNs, minRtoNs, maxRtoNs, retryNs, synRetryNs,
                halfOpenNs, timeWaitNs, finWait2Ns, keepAliveNs, keepAliveIntervalNs, keepAliveProbes, initialWindow,
                challengeAcks, cubic, rack);
    }
}
