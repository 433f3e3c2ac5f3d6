package io.creel.verifier.corpus;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Suspends;
import io.creel.core.task.Scope;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.queues.Channel;
import io.creel.schedulers.Worker;
import io.creel.verifier.corpus.Domain.Table;
import java.io.IOException;
import java.util.function.LongSupplier;

/** Values that are lost if a call throws. */
@SuppressWarnings("unused")
final class LostByExceptions {
    private LostByExceptions() {
    }

    @Rejected("CR002")
    static class SuspendsWhileItOwnsAPacket {
        @Suspends
        void run(PacketPool pool, Stash stash) {
            Packet packet = pool.allocate();
            if (packet == null) {
                return;
            }
            Coroutine.await(stash);
            packet.release();
        }
    }

    @Accepted
    static class SuspendsWhileItOwnsAPacketRepaired {
        @Suspends
        void run(PacketPool pool, Stash stash) {
            Packet packet = pool.allocate();
            if (packet == null) {
                return;
            }
            try {
                Coroutine.await(stash);
            } finally {
                packet.release();
            }
        }
    }

    @Rejected("CR002")
    static class SleepsWhileItOwnsAPacket {
        @Suspends
        void run(PacketPool pool, Stash stash) {
            Packet packet = pool.allocate();
            if (packet == null) {
                return;
            }
            Coroutine.sleep(1_000);
            packet.transmit();
        }
    }

    @Accepted
    static class SleepsWhileItOwnsAPacketRepaired {
        @Suspends
        void run(PacketPool pool, Stash stash) {
            Packet packet = pool.allocate();
            if (packet == null) {
                return;
            }
            packet.transmit();
            Coroutine.sleep(1_000);
        }
    }

    @Rejected("CR002")
    static class CallsACallbackWhileItOwnsAHandle {
        void run(Stash stash, Runnable callback, Worker worker) {
            Coroutine handle = stash.pop();
            if (handle != null) {
                callback.run();
                worker.resume(handle);
            }
        }
    }

    @Accepted
    static class CallsACallbackWhileItOwnsAHandleRepaired {
        void run(Stash stash, Runnable callback, Worker worker) {
            Coroutine handle = stash.pop();
            if (handle != null) {
                worker.resume(handle);
                callback.run();
            }
        }
    }

    @Rejected("CR002")
    static class ThrowsBeforeItReleases {
        void run(PacketPool pool, int length) {
            Packet packet = pool.allocate();
            if (packet == null) {
                return;
            }
            if (length < 0) {
                throw new IllegalArgumentException("negative");
            }
            packet.release();
        }
    }

    @Accepted
    static class ThrowsBeforeItReleasesRepaired {
        void run(PacketPool pool, int length) {
            Packet packet = pool.allocate();
            if (packet == null) {
                return;
            }
            if (length < 0) {
                packet.release();
                throw new IllegalArgumentException("negative");
            }
            packet.release();
        }
    }

    @Rejected("CR002")
    static class DeclaredExceptionLosesThePacket {
        interface Log {
            void write(int bytes) throws IOException;
        }

        void run(PacketPool pool, Log log) throws IOException {
            Packet packet = pool.allocate();
            if (packet != null) {
                log.write(packet.lengthBytes());
                packet.release();
            }
        }
    }

    @Accepted
    static class DeclaredExceptionLosesThePacketRepaired {
        interface Log {
            void write(int bytes) throws IOException;
        }

        void run(PacketPool pool, Log log) throws IOException {
            Packet packet = pool.allocate();
            if (packet != null) {
                int bytes = packet.lengthBytes();
                packet.release();
                log.write(bytes);
            }
        }
    }

    @Rejected("CR002")
    static class WaitsForALockWhileItOwnsAPacket {
        @Suspends
        void run(PacketPool pool, Table table) {
            Packet packet = pool.allocate();
            table.lock.lock();
            try {
                table.add();
            } finally {
                table.lock.unlock();
            }
            if (packet != null) {
                packet.release();
            }
        }
    }

    @Accepted
    static class WaitsForALockWhileItOwnsAPacketRepaired {
        @Suspends
        void run(PacketPool pool, Table table) {
            table.lock.lock();
            try {
                table.add();
            } finally {
                table.lock.unlock();
            }
            Packet packet = pool.allocate();
            if (packet != null) {
                packet.release();
            }
        }
    }

    @Rejected("CR002")
    static class CatchesOnlySomeExceptions {
        @Suspends
        void run(PacketPool pool, Stash stash) {
            Packet packet = pool.allocate();
            if (packet == null) {
                return;
            }
            try {
                Coroutine.await(stash);
                packet.release();
            } catch (IllegalStateException refused) {
                packet.release();
            }
        }
    }

    @Accepted
    static class CatchesOnlySomeExceptionsRepaired {
        @Suspends
        void run(PacketPool pool, Stash stash) {
            Packet packet = pool.allocate();
            if (packet == null) {
                return;
            }
            try {
                Coroutine.await(stash);
            } finally {
                packet.release();
            }
        }
    }

    @Rejected("CR002")
    static class ReceivesWhileItOwnsAPacket {
        @Suspends
        void run(PacketPool pool, Channel<String> channel) {
            Packet packet = pool.allocate();
            if (packet == null) {
                return;
            }
            String name = channel.receive();
            packet.release();
        }
    }

    @Accepted
    static class ReceivesWhileItOwnsAPacketRepaired {
        @Suspends
        void run(PacketPool pool, Channel<String> channel) {
            Packet packet = pool.allocate();
            if (packet == null) {
                return;
            }
            packet.release();
            String name = channel.receive();
        }
    }

    @Rejected("CR002")
    static class JoinsWhileItOwnsAPacket {
        @Suspends
        void run(PacketPool pool) {
            try (Scope scope = Scope.open("join")) {
                Packet packet = pool.allocate();
                scope.join();
                if (packet != null) {
                    packet.release();
                }
            }
        }
    }

    @Accepted
    static class JoinsWhileItOwnsAPacketRepaired {
        @Suspends
        void run(PacketPool pool) {
            try (Scope scope = Scope.open("join")) {
                scope.join();
                Packet packet = pool.allocate();
                if (packet != null) {
                    packet.release();
                }
            }
        }
    }

    @Rejected("CR002")
    static class ReadsAClockOfTheUserWhileItOwnsAHandle {
        long run(Stash stash, LongSupplier clock, Worker worker) {
            Coroutine handle = stash.pop();
            if (handle == null) {
                return 0;
            }
            long now = clock.getAsLong();
            worker.resume(handle);
            return now;
        }
    }

    @Accepted
    static class ReadsAClockOfTheUserWhileItOwnsAHandleRepaired {
        long run(Stash stash, LongSupplier clock, Worker worker) {
            Coroutine handle = stash.pop();
            if (handle == null) {
                return 0;
            }
            worker.resume(handle);
            return clock.getAsLong();
        }
    }
}
