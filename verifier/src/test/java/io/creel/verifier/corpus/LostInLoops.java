package io.creel.verifier.corpus;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Suspends;
import io.creel.core.task.Scope;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.queues.Channel;
import io.creel.schedulers.Worker;

/** Loops that acquire again what they still own. */
@SuppressWarnings("unused")
final class LostInLoops {
    private LostInLoops() {
    }

    @Rejected("CR009")
    static class AllocatedInALoop {
        int bytes;

        void run(PacketPool pool) {
            while (bytes < 9_000) {
                Packet packet = pool.allocate();
                if (packet == null) {
                    return;
                }
                bytes += packet.capacityBytes();
            }
        }
    }

    @Accepted
    static class AllocatedInALoopRepaired {
        int bytes;

        void run(PacketPool pool) {
            while (bytes < 9_000) {
                Packet packet = pool.allocate();
                if (packet == null) {
                    return;
                }
                bytes += packet.capacityBytes();
                packet.release();
            }
        }
    }

    @Rejected("CR009")
    static class PoppedUntilEmpty {
        long sum;

        void run(Stash stash, Worker worker) {
            Coroutine handle;
            while ((handle = stash.pop()) != null) {
                sum += handle.key();
            }
        }
    }

    @Accepted
    static class PoppedUntilEmptyRepaired {
        long sum;

        void run(Stash stash, Worker worker) {
            Coroutine handle;
            while ((handle = stash.pop()) != null) {
                sum += handle.key();
                worker.resume(handle);
            }
        }
    }

    @Rejected("CR009")
    static class RefusedInALoop {
        void run(Stash from, Stash to) {
            while (true) {
                Coroutine handle = from.pop();
                if (handle == null) {
                    continue;
                }
                if (!to.push(handle)) {
                    continue;
                }
            }
        }
    }

    @Accepted
    static class RefusedInALoopRepaired {
        void run(Stash from, Stash to) {
            while (true) {
                Coroutine handle = from.pop();
                if (handle == null) {
                    continue;
                }
                if (!to.push(handle)) {
                    handle.abandon();
                }
            }
        }
    }

    @Rejected("CR009")
    static class ServedForEver {
        long served;

        void run(Stash stash, Worker worker) {
            for (;;) {
                Coroutine handle = stash.pop();
                if (handle != null) {
                    served++;
                }
            }
        }
    }

    @Accepted
    static class ServedForEverRepaired {
        long served;

        void run(Stash stash, Worker worker) {
            for (;;) {
                Coroutine handle = stash.pop();
                if (handle != null) {
                    served++;
                    worker.resume(handle);
                }
            }
        }
    }

    @Rejected("CR009")
    static class TakenFromABatchInALoop {
        long sum;

        void run(Batch batch, Worker worker) {
            while (!batch.isEmpty()) {
                Coroutine handle = batch.take();
                if (handle != null) {
                    sum += handle.key();
                }
            }
        }
    }

    @Accepted
    static class TakenFromABatchInALoopRepaired {
        long sum;

        void run(Batch batch, Worker worker) {
            while (!batch.isEmpty()) {
                Coroutine handle = batch.take();
                if (handle != null) {
                    sum += handle.key();
                    worker.resume(handle);
                }
            }
        }
    }

    @Rejected("CR009")
    static class ReceivedInALoop {
        int bytes;

        @Suspends
        void run(Channel<Packet> channel) {
            while (true) {
                Packet packet = channel.receive();
                if (packet == null) {
                    continue;
                }
                bytes += packet.lengthBytes();
            }
        }
    }

    @Accepted
    static class ReceivedInALoopRepaired {
        int bytes;

        @Suspends
        void run(Channel<Packet> channel) {
            while (true) {
                Packet packet = channel.receive();
                if (packet == null) {
                    continue;
                }
                bytes += packet.lengthBytes();
                packet.release();
            }
        }
    }

    @Rejected("CR009")
    static class MadeInALoop {
        void run(Stash stash, Body<String> body) {
            for (int i = 0; i < 8; i++) {
                Coroutine made = Coroutine.create(body, "x");
                if (i > 4) {
                    made.abandon();
                }
            }
        }
    }

    @Accepted
    static class MadeInALoopRepaired {
        void run(Stash stash, Body<String> body) {
            for (int i = 0; i < 8; i++) {
                Coroutine made = Coroutine.create(body, "x");
                if (i > 4) {
                    made.abandon();
                } else if (!stash.push(made)) {
                    made.abandon();
                }
            }
        }
    }

    @Rejected("CR009")
    static class RetriedAllocation {
        void run(PacketPool pool, int need) {
            Packet packet = null;
            int tries = 0;
            do {
                packet = pool.allocate();
            } while (tries++ < 3);
            if (packet != null) {
                packet.release();
            }
        }
    }

    @Accepted
    static class RetriedAllocationRepaired {
        void run(PacketPool pool, int need) {
            Packet packet = null;
            int tries = 0;
            do {
                if (packet != null) {
                    packet.release();
                }
                packet = pool.allocate();
            } while (tries++ < 3);
            if (packet != null) {
                packet.release();
            }
        }
    }

    @Rejected("CR009")
    static class OpenedInALoop {
        @Suspends
        void run(int rounds) {
            for (int i = 0; i < rounds; i++) {
                Scope scope = Scope.open("round");
            }
        }
    }

    @Accepted
    static class OpenedInALoopRepaired {
        @Suspends
        void run(int rounds) {
            for (int i = 0; i < rounds; i++) {
                Scope scope = Scope.open("round");
                scope.close();
            }
        }
    }
}
