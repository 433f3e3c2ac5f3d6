package io.creel.verifier.corpus;

import io.creel.core.Coroutine;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.spec.Changes;
import io.creel.core.spec.From;
import io.creel.core.spec.NoSuspend;
import io.creel.core.spec.Place;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.Result;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.TiedTo;
import io.creel.core.spec.To;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unchecked;
import io.creel.net.Packet;

/** A small data path, whose rules the programs keep or break. */
final class Domain {
    private Domain() {
    }

    /** A socket with a lock that no holder may take across a suspension. */
    static class Socket {
        @NoSuspend
        final CoroutineLock lock = new CoroutineLock("socket");
        int received;
    }

    /** Two objects with a lock that may be held across a suspension. */
    static class Table {
        final CoroutineLock lock = new CoroutineLock("table");
        final CoroutineLock other = new CoroutineLock("other");
        int entries;

        @RequiresLock("lock")
        void add() {
            entries++;
        }
    }

    /** The steps. */
    interface Steps {
        boolean ip(
                @From("PARSED") @To(value = "POST_IP", when = Result.TRUE) @Transfers(when = Result.FALSE) Packet packet);

        @TiedTo("packet")
        Socket lookUp(@From("POST_IP") Packet packet);

        @RequiresLock("socket.lock")
        void deliver(@From("POST_IP") @Transfers Packet packet, @TiedTo("packet") Socket socket);

        void finish(@From("POST_IP") @Transfers Packet packet);

        @RunsOn(Place.COROUTINE)
        void step(Packet packet);

        int look(Packet packet);
    }

    /** A collection of one handle that says what it does. */
    static final class Slot {
        private Object content;

        @Unchecked("stands for a stash of the user's own")
        @Changes
        boolean offer(@Transfers(when = Result.TRUE) Coroutine handle) {
            if (content != null) {
                return false;
            }
            content = handle;
            return true;
        }

        int count() {
            return content == null ? 0 : 1;
        }
    }
}
