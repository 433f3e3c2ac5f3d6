package io.creel.verifier.corpus;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.spec.Suspends;
import io.creel.core.task.Task;
import io.creel.net.RxQueue;
import io.creel.queues.Channel;
import io.creel.schedulers.WorkerProgram;
import java.util.function.Predicate;

/** Suspensions that callers do not expect. */
@SuppressWarnings("unused")
final class SuspensionsInSilence {
    private SuspensionsInSilence() {
    }

    @Rejected("CR017")
    static class HelperSuspendsInSilence {
        void pause(Stash stash) {
            Coroutine.await(stash);
        }
    }

    @Accepted
    static class HelperSuspendsInSilenceRepaired {
        @Suspends
        void pause(Stash stash) {
            Coroutine.await(stash);
        }
    }

    @Rejected("CR017")
    static class CallbackSuspends {
        @Suspends
        void run(Stash stash) {
            Coroutine.await(self -> {
                Coroutine.sleep(1_000);
                return stash.push(self);
            });
        }
    }

    @Accepted
    static class CallbackSuspendsRepaired {
        @Suspends
        void run(Stash stash) {
            Coroutine.sleep(1_000);
            Coroutine.await(self -> stash.push(self));
        }
    }

    @Rejected("CR017")
    static class RunnableSuspends {
        Runnable run() {
            return () -> Coroutine.sleep(1_000);
        }
    }

    @Accepted
    static class RunnableSuspendsRepaired {
        Body<String> run() {
            return name -> Coroutine.sleep(1_000);
        }
    }

    @Rejected("CR017")
    static class WorkerProgramSuspends {
        WorkerProgram run(Stash stash, Batch batch) {
            return worker -> {
                Coroutine.await(stash);
                return worker.resume(stash.drain(batch, 8));
            };
        }
    }

    @Accepted
    static class WorkerProgramSuspendsRepaired {
        WorkerProgram run(Stash stash, Batch batch) {
            return worker -> worker.resume(stash.drain(batch, 8));
        }
    }

    @Rejected("CR017")
    static class PredicateSuspends {
        Predicate<String> run(Channel<String> channel) {
            return name -> name.equals(channel.receive());
        }
    }

    @Accepted
    static class PredicateSuspendsRepaired {
        Predicate<String> run(Channel<String> channel) {
            return name -> name.equals(channel.tryReceive());
        }
    }

    @Rejected("CR017")
    static class ConsumerOfPacketsSuspends {
        void run(RxQueue queue, CoroutineEvent event) {
            queue.poll(32, packet -> {
                event.await();
                return false;
            });
        }
    }

    @Accepted
    static class ConsumerOfPacketsSuspendsRepaired {
        void run(RxQueue queue, CoroutineEvent event) {
            queue.poll(32, packet -> {
                event.signal();
                return false;
            });
        }
    }

    @Rejected("CR017")
    static class RunMethodSuspends {
        static class Task implements Runnable {
            @Override
            public void run() {
                Coroutine.checkpoint();
            }
        }
    }

    @Accepted
    static class RunMethodSuspendsRepaired {
        static class Work implements Body<String> {
            @Override
            public void run(String name) {
                Coroutine.checkpoint();
            }
        }
    }

    @Rejected("CR017")
    static class UnfinishedSuspends {
        static class Work implements Body<String> {
            @Override
            public void run(String name) {
                Coroutine.checkpoint();
            }
            @Override
            public void unfinished(String name) {
                Coroutine.sleep(1_000);
            }
        }
    }

    @Accepted
    static class UnfinishedSuspendsRepaired {
        static class Work implements Body<String> {
            @Override
            public void run(String name) {
                Coroutine.checkpoint();
            }
            @Override
            public void unfinished(String name) {
                name.isEmpty();
            }
        }
    }

    @Rejected("CR017")
    static class ConstructorSuspends {
        static class Late {
            Late(Stash stash) {
                Coroutine.await(stash);
            }
        }
    }

    @Accepted
    static class ConstructorSuspendsRepaired {
        static class Late {
            @Suspends
            void await(Stash stash) {
                Coroutine.await(stash);
            }
        }
    }
}
