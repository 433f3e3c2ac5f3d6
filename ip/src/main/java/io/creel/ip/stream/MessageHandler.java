package io.creel.ip.stream;

import io.creel.core.CheckReturnValue;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;

/**
 * Takes the messages of a connection, one after the other, in the coroutine of its {@link MessageReader}.
 *
 * <pre>{@code
 * MessageHandler each = message -> carrier.start(requests, body, message);     // WHERE: a coroutine per message
 * }</pre>
 */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Takes a message, or refuses it for want of room. May suspend: nothing more is read from the connection meanwhile.
     *
     * @param message
     *            nothing but the payload; its headers have no meaning
     * @return true if the message belongs to the handler now. If false, the reader keeps it, reads no further, and
     *         offers it again. A handler that throws has not taken it
     */
    @CheckReturnValue
    boolean message(@Transfers(when = Result.TRUE) Packet message);
}
