package io.creel.servers.message;

import io.creel.core.spec.Suspends;
import io.creel.ip.stream.Framing;
import io.creel.net.Packet;

/** What a {@link MessageService} has to know of its messages. One object serves all connections of a worker. */
public interface MessageProtocol {
    /** {@return where messages end; always the same} */
    Framing framing();

    /** {@return the number of classes, at least 1; always the same} */
    int classes();

    /** {@return the most bytes of an answer, at least 1; always the same} */
    int maxAnswerBytes();

    /**
     * Says of which class a message is. In the coroutine that reads the connection; must not suspend.
     *
     * @param payload
     *            only to be read
     * @return from 0; −1 if the message is malformed, which ends its connection
     */
    int classOf(Packet payload);

    /**
     * Does what a message asks for, in the coroutine of that message. May suspend, and makes room for more urgent
     * messages at its {@linkplain io.creel.core.Coroutine#checkpoint() checkpoints}.
     *
     * @param message
     *            has the payload
     * @param answer
     *            gets the answer with its framing, from index 0; has room for {@link #maxAnswerBytes}
     * @return how many bytes the answer has; 0 for none
     */
    @Suspends
    int answer(Message message, byte[] answer);
}
