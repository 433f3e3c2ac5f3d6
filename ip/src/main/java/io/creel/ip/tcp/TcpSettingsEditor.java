package io.creel.ip.tcp;

/** Changes a copy of {@link TcpSettings}, one name at a time. One thread. */
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

    public TcpSettingsEditor mss(int bytes) {
        mss = bytes;
        return this;
    }

    public TcpSettingsEditor sendBuffer(int bytes) {
        sendBuffer = bytes;
        return this;
    }

    public TcpSettingsEditor receiveBuffer(int bytes) {
        receiveBuffer = bytes;
        return this;
    }

    public TcpSettingsEditor receiveFrames(int frames) {
        receiveFrames = frames;
        return this;
    }

    public TcpSettingsEditor outOfOrderRanges(int ranges) {
        outOfOrderRanges = ranges;
        return this;
    }

    public TcpSettingsEditor sentSegments(int segments) {
        sentSegments = segments;
        return this;
    }

    public TcpSettingsEditor windowScale(boolean on) {
        windowScale = on;
        return this;
    }

    public TcpSettingsEditor timestamps(boolean on) {
        timestamps = on;
        return this;
    }

    public TcpSettingsEditor sack(boolean on) {
        sack = on;
        return this;
    }

    public TcpSettingsEditor nagle(boolean on) {
        nagle = on;
        return this;
    }

    public TcpSettingsEditor delayedAckNs(long ns) {
        delayedAckNs = ns;
        return this;
    }

    public TcpSettingsEditor minRtoNs(long ns) {
        minRtoNs = ns;
        return this;
    }

    public TcpSettingsEditor maxRtoNs(long ns) {
        maxRtoNs = ns;
        return this;
    }

    public TcpSettingsEditor retryNs(long ns) {
        retryNs = ns;
        return this;
    }

    public TcpSettingsEditor synRetryNs(long ns) {
        synRetryNs = ns;
        return this;
    }

    public TcpSettingsEditor halfOpenNs(long ns) {
        halfOpenNs = ns;
        return this;
    }

    public TcpSettingsEditor timeWaitNs(long ns) {
        timeWaitNs = ns;
        return this;
    }

    public TcpSettingsEditor finWait2Ns(long ns) {
        finWait2Ns = ns;
        return this;
    }

    public TcpSettingsEditor keepAliveNs(long ns) {
        keepAliveNs = ns;
        return this;
    }

    public TcpSettingsEditor keepAliveIntervalNs(long ns) {
        keepAliveIntervalNs = ns;
        return this;
    }

    public TcpSettingsEditor keepAliveProbes(int probes) {
        keepAliveProbes = probes;
        return this;
    }

    public TcpSettingsEditor initialWindow(int segments) {
        initialWindow = segments;
        return this;
    }

    public TcpSettingsEditor challengeAcks(int perSecond) {
        challengeAcks = perSecond;
        return this;
    }

    public TcpSettingsEditor cubic(boolean on) {
        cubic = on;
        return this;
    }

    public TcpSettingsEditor rack(boolean on) {
        rack = on;
        return this;
    }

    /**
     * The changed settings.
     *
     * @throws IllegalArgumentException
     *             if one is out of its range
     */
    public TcpSettings done() {
        return new TcpSettings(mss, sendBuffer, receiveBuffer, receiveFrames, outOfOrderRanges, sentSegments,
                windowScale, timestamps, sack, nagle, delayedAckNs, minRtoNs, maxRtoNs, retryNs, synRetryNs,
                halfOpenNs, timeWaitNs, finWait2Ns, keepAliveNs, keepAliveIntervalNs, keepAliveProbes, initialWindow,
                challengeAcks, cubic, rack);
    }
}
