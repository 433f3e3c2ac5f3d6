package io.creel.servers.message;

/**
 * What a {@link MessageService} has counted. For each class, {@code received = answered + skipped + broken} and those
 * that wait or are at work; over all classes, {@code answered = written + unsent} and the answers that wait to be
 * written. Written by one worker; any thread may read.
 */
public final class MessageCounters {
    final long[] received;
    final long[] answered;
    final long[] skipped;
    final long[] broken;
    final long[] full;
    long written;
    long unsent;
    long connectionFull;
    long placeFull;
    long malformed;
    long resetByHost;

    MessageCounters(int classes) {
        received = new long[classes];
        answered = new long[classes];
        skipped = new long[classes];
        broken = new long[classes];
        full = new long[classes];
    }

    /**
     * {@return how many messages of a class were received and became coroutines}
     *
     * @param messageClass
     *            from 0
     */
    public long received(int messageClass) {
        return received[messageClass];
    }

    /**
     * {@return how many messages of a class have an answer, written or not}
     *
     * @param messageClass
     *            from 0
     */
    public long answered(int messageClass) {
        return answered[messageClass];
    }

    /**
     * {@return how many messages of a class were not begun because their connection was lost before}
     *
     * @param messageClass
     *            from 0
     */
    public long skipped(int messageClass) {
        return skipped[messageClass];
    }

    /**
     * {@return how many messages of a class have no answer because their coroutine was cancelled or threw}
     *
     * @param messageClass
     *            from 0
     */
    public long broken(int messageClass) {
        return broken[messageClass];
    }

    /**
     * {@return how often a message of a class was refused for want of room, each of which was offered again}
     *
     * @param messageClass
     *            from 0
     */
    public long full(int messageClass) {
        return full[messageClass];
    }

    /** {@return how many answers the connections have taken} */
    public long written() {
        return written;
    }

    /** {@return how many answers were lost with their connection} */
    public long unsent() {
        return unsent;
    }

    /** {@return how often a message was refused because its connection had too many without a written answer} */
    public long connectionFull() {
        return connectionFull;
    }

    /** {@return how often the place of messages has refused one, each of which was offered again} */
    public long placeFull() {
        return placeFull;
    }

    /** {@return how many connections were ended because of a malformed message} */
    public long malformed() {
        return malformed;
    }

    /** {@return how many messages were broken by the close of their host} */
    public long resetByHost() {
        return resetByHost;
    }
}
