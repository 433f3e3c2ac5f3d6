package io.creel.servers.message;

import io.creel.core.Coroutine;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import org.jspecify.annotations.Nullable;

/**
 * A message that was received and is not answered: the argument of its coroutine, so a policy finds its class there.
 * Pooled by its service. Of one worker.
 */
public final class Message {
    final byte[] answer;
    @SuppressWarnings("NullAway.Init") // set by of, before the message is used
    private MessageConnection connection;
    /** Null once the message is answered. */
    @Owned
    private @Nullable Packet payload;
    private int messageClass;
    private boolean atWork;

    Message(int maxAnswerBytes) {
        answer = new byte[maxAnswerBytes];
    }

    void of(MessageConnection from, int itsClass) {
        connection = from;
        messageClass = itsClass;
        atWork = true;
    }

    /** Takes the payload, once the coroutine has a place. */
    void hold(@Transfers Packet received) {
        if (payload != null) {
            throw new IllegalStateException("the message has a payload: class=" + messageClass);
        }
        payload = received;
    }

    /** Whether the message has room in its class: it waits or is at work. */
    boolean isAtWork() {
        return atWork;
    }

    /** Releases the payload. */
    void done() {
        atWork = false;
        Packet held = payload;
        payload = null;
        if (held != null) {
            held.release();
        }
    }

    MessageConnection connection() {
        return connection;
    }

    /** {@return the class, from 0} */
    public int messageClass() {
        return messageClass;
    }

    /**
     * {@return nothing but the bytes of the message, without its framing; only to be read, and only until the answer}
     *
     * @throws IllegalStateException
     *             if the message is answered
     */
    public Packet payload() {
        if (payload == null) {
            throw new IllegalStateException("the message was answered: class=" + messageClass);
        }
        return payload;
    }

    /**
     * The class of the message that a coroutine answers, for policies of any kind.
     *
     * @param handle
     *            any coroutine
     * @return from 0; 0 for a coroutine that answers no message
     */
    public static int classOf(Coroutine handle) {
        return handle.argument() instanceof Message message ? message.messageClass : 0;
    }
}
