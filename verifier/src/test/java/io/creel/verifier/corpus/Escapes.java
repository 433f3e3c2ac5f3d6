package io.creel.verifier.corpus;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.SuspensionCallback;
import io.creel.core.spec.Owned;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unowned;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.queues.ListStash;
import io.creel.queues.MapStash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values that leave the code that the verifier can follow. */
@SuppressWarnings("unused")
final class Escapes {
    private Escapes() {
    }

    @Rejected("CR008")
    static class StoredInAField {
        Packet kept;

        void run(PacketPool pool) {
            kept = pool.allocate();
        }
    }

    @Accepted
    static class StoredInAFieldRepaired {
        @Owned
        Packet kept;

        void run(PacketPool pool) {
            if (kept == null) {
                kept = pool.allocate();
            }
        }
    }

    @Rejected("CR008")
    static class BorrowedArgumentKept {
        Packet kept;
        int bytes;

        void run(Packet packet) {
            kept = packet;
        }
    }

    @Accepted
    static class BorrowedArgumentKeptRepaired {
        Packet kept;
        int bytes;

        void run(Packet packet) {
            bytes = packet.lengthBytes();
        }
    }

    @Rejected("CR008")
    static class KeptInAnArray {
        final Coroutine[] kept = new Coroutine[8];

        void run(Stash stash) {
            Coroutine handle = stash.pop();
            if (handle != null) {
                kept[0] = handle;
            }
        }
    }

    @Accepted
    static class KeptInAnArrayRepaired {
        final Batch kept = new Batch(8);

        void run(Stash stash) {
            Coroutine handle = stash.pop();
            if (handle != null && !kept.add(handle)) {
                handle.abandon();
            }
        }
    }

    @Rejected("CR008")
    static class CapturedByAThread {
        Thread run(@Transfers Packet packet) {
            Thread thread = new Thread(() -> packet.port(1));
            return thread;
        }
    }

    @Accepted
    static class CapturedByAThreadRepaired {
        Thread run(@Transfers Packet packet) {
            packet.release();
            return new Thread(() -> Thread.onSpinWait());
        }
    }

    @Rejected("CR008")
    static class AddedToAList {
        final List<Coroutine> kept = new ArrayList<>();

        void run(Stash stash) {
            Coroutine handle = stash.pop();
            if (handle != null) {
                kept.add(handle);
            }
        }
    }

    @Accepted
    static class AddedToAListRepaired {
        final ListStash kept = new ListStash("kept");

        void run(Stash stash) {
            Coroutine handle = stash.pop();
            if (handle != null && !kept.push(handle)) {
                handle.abandon();
            }
        }
    }

    @Rejected("CR008")
    static class CopyKeptAcrossASuspension {
        Coroutine me;

        @Suspends
        void run(Stash stash) {
            me = Coroutine.current();
            Coroutine.await(stash);
        }
    }

    @Accepted
    static class CopyKeptAcrossASuspensionRepaired {
        @Unowned
        Coroutine me;

        @Suspends
        void run(Stash stash) {
            me = Coroutine.current();
            Coroutine.await(stash);
        }
    }

    @Rejected("CR008")
    static class PutIntoAMap {
        final Map<Long, Coroutine> byKey = new HashMap<>();

        boolean run(SuspensionCallback where) {
            return true;
        }
        SuspensionCallback keep() {
            return self -> {
                byKey.put(self.key(), self);
                return true;
            };
        }
    }

    @Accepted
    static class PutIntoAMapRepaired {
        final MapStash byKey = new MapStash("by key", handle -> handle.key());

        SuspensionCallback keep() {
            return self -> byKey.push(self);
        }
    }

    @Rejected("CR008")
    static class KeptInAStaticField {
        static Coroutine last;

        void run(ListStash stash) {
            last = stash.peek();
        }
    }

    @Accepted
    static class KeptInAStaticFieldRepaired {
        static long last;

        void run(ListStash stash) {
            Coroutine next = stash.peek();
            last = next == null ? 0 : next.key();
        }
    }

    @Rejected("CR008")
    static class PassedToAMethodWithoutAContract {
        interface Sink {
            void put(Object any);
        }

        void run(PacketPool pool, Sink sink) {
            Packet packet = pool.allocate();
            if (packet != null) {
                sink.put(packet);
            }
        }
    }

    @Accepted
    static class PassedToAMethodWithoutAContractRepaired {
        interface Sink {
            void put(@Transfers Object any);
        }

        void run(PacketPool pool, Sink sink) {
            Packet packet = pool.allocate();
            if (packet != null) {
                sink.put(packet);
            }
        }
    }

    @Rejected("CR008")
    static class LambdaWithAPacketReturned {
        Runnable run(Packet packet) {
            return () -> packet.port(1);
        }
    }

    @Accepted
    static class LambdaWithAPacketReturnedRepaired {
        void run(Packet packet) {
            packet.port(1);
        }
    }

    @Rejected("CR008")
    static class LambdaWithAPacketStored {
        Runnable later;

        void run(Packet packet) {
            later = () -> packet.port(1);
        }
    }

    @Accepted
    static class LambdaWithAPacketStoredRepaired {
        int later;

        void run(Packet packet) {
            later = packet.port();
        }
    }
}
