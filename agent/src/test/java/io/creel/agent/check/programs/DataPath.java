package io.creel.agent.check.programs;

import io.creel.core.lock.CoroutineLock;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Borrowed;
import io.creel.core.spec.Changes;
import io.creel.core.spec.From;
import io.creel.core.spec.NoSuspend;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Releases;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.Result;
import io.creel.core.spec.States;
import io.creel.core.spec.TiedTo;
import io.creel.core.spec.To;
import io.creel.core.spec.Transfers;

/** A data path of the user's own, in small, which touches no class of Creel but the lock. */
final class DataPath {
    private DataPath() {
    }

    /** A message with an owner and two states. */
    @Owned
    @States({"RAW", "READ"})
    static final class Message {
        int bytes;

        @To(value = "READ", when = Result.TRUE)
        boolean read() {
            return true;
        }

        int bytes() {
            return bytes;
        }

        @Releases
        void release() {
            bytes = -1;
        }
    }

    /** Makes messages and lends them. */
    static final class Source {
        @Owned
        private final Message kept = new Message();

        @Acquires(when = Result.NON_NULL)
        Message take() {
            return new Message();
        }

        @Borrowed(from = "this")
        Message peek() {
            return kept;
        }

        @Changes
        void turn() {
        }
    }

    /** Takes messages, unless it is full. */
    static final class Sink {
        boolean full;

        boolean offer(@Transfers(when = Result.TRUE) Message message) {
            if (full) {
                return false;
            }
            message.release();
            return true;
        }
    }

    /** A socket. */
    static final class Socket {
        @NoSuspend
        final CoroutineLock lock = new CoroutineLock("socket");
        final CoroutineLock slow = new CoroutineLock("slow");
        int received;
    }

    /** Looks sockets up, and delivers to them. */
    static final class Steps {
        private final Socket one = new Socket();
        private final Socket two = new Socket();

        @TiedTo("message")
        Socket lookUp(@From("READ") Message message) {
            return message.bytes == 0 ? one : two;
        }

        @RequiresLock("socket.lock")
        void deliver(@From("READ") @Transfers Message message, @TiedTo("message") Socket socket) {
            socket.received++;
            message.release();
        }
    }
}
