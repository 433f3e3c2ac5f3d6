package io.creel.servers.message;

import io.creel.core.Coroutine;
import io.creel.core.spec.Suspends;
import io.creel.ip.stream.Framing;
import io.creel.net.Packet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Answers {@link WorkProtocol}: does the rounds that a message asks for, with a checkpoint after every few of them, so
 * that a long message makes room for a short one if the policy wants it. Of one worker.
 */
public final class WorkMessages implements MessageProtocol {
    /** Some microseconds of work. */
    private static final int ROUNDS_PER_CHECKPOINT = 1_024;
    private static final int MAX_MESSAGE_BYTES = 2_048;
    private static final Framing FRAMING = Framing.lengthPrefixed(WorkProtocol.PREFIX_BYTES, MAX_MESSAGE_BYTES);

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** Where the payload of an answer begins. */
    private static final int AT = WorkProtocol.PREFIX_BYTES;

    private final int maxRounds;

    /**
     * Makes a protocol.
     *
     * @param maxRounds
     *            the most that a message may ask for, at least 0; a message that asks for more is malformed
     */
    public WorkMessages(int maxRounds) {
        this.maxRounds = maxRounds;
    }

    @Override
    public Framing framing() {
        return FRAMING;
    }

    @Override
    public int classes() {
        return WorkProtocol.CLASSES;
    }

    @Override
    public int maxAnswerBytes() {
        return WorkProtocol.PREFIX_BYTES + WorkProtocol.ANSWER_BYTES;
    }

    @Override
    public int classOf(Packet payload) {
        boolean whole = payload.lengthBytes() >= WorkProtocol.REQUEST_BYTES;
        return whole && WorkProtocol.isRequest(payload.lengthBytes(), payload.get32(WorkProtocol.CLASS),
                payload.get32(WorkProtocol.ROUNDS), maxRounds) ? payload.get8(WorkProtocol.CLASS) : -1;
    }

    @Override
    @Suspends
    public int answer(Message message, byte[] answer) {
        Packet payload = message.payload();
        int rounds = payload.get32(WorkProtocol.ROUNDS);
        long id = payload.get64(WorkProtocol.ID);
        long state = id;
        for (int left = rounds; left > 0; left -= ROUNDS_PER_CHECKPOINT) {
            state = WorkProtocol.advance(state, Math.min(left, ROUNDS_PER_CHECKPOINT));
            if (left > ROUNDS_PER_CHECKPOINT) {
                Coroutine.checkpoint();
            }
        }
        INT.set(answer, 0, WorkProtocol.ANSWER_BYTES);
        INT.set(answer, AT + WorkProtocol.CLASS, message.messageClass() << 24);
        INT.set(answer, AT + WorkProtocol.ROUNDS, rounds);
        LONG.set(answer, AT + WorkProtocol.ID, id);
        LONG.set(answer, AT + WorkProtocol.RESULT, state);
        return AT + WorkProtocol.ANSWER_BYTES;
    }
}
