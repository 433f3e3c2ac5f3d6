package io.creel.verifier.corpus;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.SuspensionCallback;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketBody;
import io.creel.net.PacketPool;
import io.creel.net.TxQueue;
import io.creel.queues.Channel;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;
import io.creel.verifier.corpus.Domain.Slot;

/** Results that say "refused", and that no code tests. */
@SuppressWarnings("unused")
final class IgnoredRefusals {
    private IgnoredRefusals() {
    }

    @Rejected("CR003")
    static class PushResultIgnored {
        void run(Stash from, Stash to) {
            Coroutine handle = from.pop();
            if (handle != null) {
                to.push(handle);
            }
        }
    }

    @Accepted
    static class PushResultIgnoredRepaired {
        void run(Stash from, Stash to) {
            Coroutine handle = from.pop();
            if (handle != null) {
                if (!to.push(handle)) {
                    handle.abandon();
                }
            }
        }
    }

    @Rejected("CR003")
    static class PushByKeyIgnored {
        void run(Stash from, Stash to) {
            Coroutine handle = from.pop();
            if (handle != null) {
                to.push(handle, 7);
            }
        }
    }

    @Accepted
    static class PushByKeyIgnoredRepaired {
        void run(Stash from, Stash to) {
            Coroutine handle = from.pop();
            if (handle != null) {
                if (!to.push(handle, 7)) {
                    handle.abandon();
                }
            }
        }
    }

    @Rejected("CR003")
    static class BatchAddIgnored {
        void run(Stash from, Batch batch) {
            Coroutine handle = from.pop();
            if (handle != null) {
                batch.add(handle);
            }
        }
    }

    @Accepted
    static class BatchAddIgnoredRepaired {
        void run(Stash from, Batch batch) {
            Coroutine handle = from.pop();
            if (handle != null) {
                if (!batch.add(handle)) {
                    handle.abandon();
                }
            }
        }
    }

    @Rejected("CR003")
    static class TransmitIgnored {
        void run(PacketPool pool, TxQueue queue) {
            Packet packet = pool.allocate();
            if (packet != null) {
                queue.transmit(packet);
            }
        }
    }

    @Accepted
    static class TransmitIgnoredRepaired {
        void run(PacketPool pool, TxQueue queue) {
            Packet packet = pool.allocate();
            if (packet != null) {
                if (!queue.transmit(packet)) {
                    packet.release();
                }
            }
        }
    }

    @Rejected("CR003")
    static class StartIgnored {
        void run(PacketPool pool, Worker worker, SuspensionCallback where, PacketBody body) {
            Packet packet = pool.allocate();
            if (packet != null) {
                worker.start(where, body, packet);
            }
        }
    }

    @Accepted
    static class StartIgnoredRepaired {
        void run(PacketPool pool, Worker worker, SuspensionCallback where, PacketBody body) {
            Packet packet = pool.allocate();
            if (packet != null) {
                if (!worker.start(where, body, packet)) {
                    packet.release();
                }
            }
        }
    }

    @Rejected("CR003")
    static class TrySendIgnored {
        void run(PacketPool pool, Channel<Packet> channel) {
            Packet packet = pool.allocate();
            if (packet != null) {
                channel.trySend(packet);
            }
        }
    }

    @Accepted
    static class TrySendIgnoredRepaired {
        void run(PacketPool pool, Channel<Packet> channel) {
            Packet packet = pool.allocate();
            if (packet != null) {
                if (!channel.trySend(packet)) {
                    packet.release();
                }
            }
        }
    }

    @Rejected("CR003")
    static class PushFrontIgnored {
        void run(ListStash stash, Stash from) {
            Coroutine handle = from.pop();
            if (handle != null) {
                stash.pushFront(handle);
            }
        }
    }

    @Accepted
    static class PushFrontIgnoredRepaired {
        void run(ListStash stash, Stash from) {
            Coroutine handle = from.pop();
            if (handle != null) {
                if (!stash.pushFront(handle)) {
                    handle.abandon();
                }
            }
        }
    }

    @Rejected("CR003")
    static class PacketBatchAddIgnored {
        void run(PacketPool pool, PacketBatch batch) {
            Packet packet = pool.allocate();
            if (packet != null) {
                batch.add(packet);
            }
        }
    }

    @Accepted
    static class PacketBatchAddIgnoredRepaired {
        void run(PacketPool pool, PacketBatch batch) {
            Packet packet = pool.allocate();
            if (packet != null) {
                if (!batch.add(packet)) {
                    packet.release();
                }
            }
        }
    }

    @Rejected("CR003")
    static class ResultKeptAndNeverRead {
        void run(Stash from, Stash to) {
            Coroutine handle = from.pop();
            if (handle != null) {
                boolean in = to.push(handle);
            }
        }
    }

    @Accepted
    static class ResultKeptAndNeverReadRepaired {
        void run(Stash from, Stash to) {
            Coroutine handle = from.pop();
            if (handle != null) {
                boolean in = to.push(handle);
                if (!in) {
                    handle.abandon();
                }
            }
        }
    }

    @Rejected("CR003")
    static class RefusalOfTheUsersOwnStashIgnored {
        void run(Stash from, Slot slot) {
            Coroutine handle = from.pop();
            if (handle != null) {
                slot.offer(handle);
            }
        }
    }

    @Accepted
    static class RefusalOfTheUsersOwnStashIgnoredRepaired {
        void run(Stash from, Slot slot) {
            Coroutine handle = from.pop();
            if (handle != null) {
                if (!slot.offer(handle)) {
                    handle.abandon();
                }
            }
        }
    }
}
