package io.creel.verifier.corpus;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.SuspensionCallback;
import io.creel.core.spec.Suspends;
import io.creel.core.task.Computation;
import io.creel.net.Packet;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerProgram;
import io.creel.verifier.corpus.Domain.Steps;
import java.util.function.IntSupplier;

/** Code that runs in the wrong place. */
@SuppressWarnings("unused")
final class WrongPlaces {
    private WrongPlaces() {
    }

    @Rejected("CR018")
    static class ResumesInsideABody {
        Body<String> run(Stash stash, Carrier carrier) {
            return name -> {
                Coroutine handle = stash.pop();
                if (handle != null) {
                    carrier.resume(handle);
                }
            };
        }
    }

    @Accepted
    static class ResumesInsideABodyRepaired {
        WorkerProgram run(Stash stash) {
            return worker -> {
                Coroutine handle = stash.pop();
                if (handle != null) {
                    worker.resume(handle);
                }
                return 0;
            };
        }
    }

    @Rejected("CR018")
    static class RunsStartedOnesInsideABody {
        Body<String> run(Carrier carrier) {
            return name -> {
                carrier.resumeStarted();
            };
        }
    }

    @Accepted
    static class RunsStartedOnesInsideABodyRepaired {
        Body<String> run(Carrier carrier, Body<String> other) {
            return name -> carrier.start(other, name);
        }
    }

    @Rejected("CR018")
    static class RunsABatchInsideABody {
        Body<String> run(Stash stash, Batch batch, Worker worker) {
            return name -> {
                worker.resume(stash.drain(batch, 8));
            };
        }
    }

    @Accepted
    static class RunsABatchInsideABodyRepaired {
        WorkerProgram run(Stash stash, Batch batch) {
            return worker -> worker.resume(stash.drain(batch, 8));
        }
    }

    @Rejected("CR018")
    static class PollsInsideABody {
        Body<String> run(Carrier carrier) {
            return name -> {
                carrier.poll();
            };
        }
    }

    @Accepted
    static class PollsInsideABodyRepaired {
        void run(Carrier carrier) {
            carrier.poll();
        }
    }

    @Rejected("CR018")
    static class ResumesInAMethodThatSuspends {
        @Suspends
        void run(Worker worker, Stash stash) {
            Coroutine.await(stash);
            worker.resume(new Batch(1));
        }
    }

    @Accepted
    static class ResumesInAMethodThatSuspendsRepaired {
        void run(Worker worker) {
            worker.resume(new Batch(1));
        }
    }

    @Rejected("CR018")
    static class ResumesInAComputation {
        Computation<Integer> run(Worker worker, Batch batch) {
            return () -> worker.resume(batch);
        }
    }

    @Accepted
    static class ResumesInAComputationRepaired {
        IntSupplier run(Worker worker, Batch batch) {
            return () -> worker.resume(batch);
        }
    }

    @Rejected("CR018")
    static class StepOnTheCarrier {
        SuspensionCallback run(Stash stash, Steps steps) {
            return self -> {
                steps.step((Packet) self.argument());
                return stash.push(self);
            };
        }
    }

    @Accepted
    static class StepOnTheCarrierRepaired {
        SuspensionCallback run(Stash stash, Steps steps) {
            return self -> {
                steps.look((Packet) self.argument());
                return stash.push(self);
            };
        }
    }

    @Rejected("CR018")
    static class ResumesThroughAHelper {
        int drain(Stash stash, Batch batch, Worker worker) {
            return worker.resume(stash.drain(batch, 8));
        }
        Body<String> run(Stash stash, Batch batch, Worker worker) {
            return name -> drain(stash, batch, worker);
        }
    }

    @Accepted
    static class ResumesThroughAHelperRepaired {
        int drain(Stash stash, Batch batch, Worker worker) {
            return worker.resume(stash.drain(batch, 8));
        }
        WorkerProgram run(Stash stash, Batch batch) {
            return worker -> drain(stash, batch, worker);
        }
    }

    @Rejected("CR018")
    static class ResumesInABodyClass {
        static class Work implements Body<Worker> {
            @Override
            public void run(Worker worker) {
                worker.resume(new Batch(1));
            }
        }
    }

    @Accepted
    static class ResumesInABodyClassRepaired {
        static class Work implements WorkerProgram {
            @Override
            public int doWork(Worker worker) {
                return worker.resume(new Batch(1));
            }
        }
    }
}
