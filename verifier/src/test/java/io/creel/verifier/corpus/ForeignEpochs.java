package io.creel.verifier.corpus;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.spec.Epoch;
import io.creel.queues.ListStash;

/** Epochs of another handle. */
@SuppressWarnings("unused")
final class ForeignEpochs {
    private ForeignEpochs() {
    }

    @Rejected("CR020")
    static class EpochOfAnotherHandle {
        boolean run(Carrier carrier, Coroutine a, Coroutine b, @Epoch long given) {
            return carrier.resume(a, b.epoch());
        }
    }

    @Accepted
    static class EpochOfAnotherHandleRepaired {
        boolean run(Carrier carrier, Coroutine a, Coroutine b, @Epoch long given) {
            return carrier.resume(a, a.epoch());
        }
    }

    @Rejected("CR020")
    static class NumberInsteadOfAnEpoch {
        boolean run(Carrier carrier, Coroutine a, Coroutine b, @Epoch long given) {
            return carrier.resume(a, 7);
        }
    }

    @Accepted
    static class NumberInsteadOfAnEpochRepaired {
        boolean run(Carrier carrier, Coroutine a, Coroutine b, @Epoch long given) {
            return carrier.resume(a, given);
        }
    }

    @Rejected("CR020")
    static class KeyInsteadOfAnEpoch {
        boolean run(Carrier carrier, Coroutine a, Coroutine b, @Epoch long given) {
            return carrier.resume(a, a.key());
        }
    }

    @Accepted
    static class KeyInsteadOfAnEpochRepaired {
        boolean run(Carrier carrier, Coroutine a, Coroutine b, @Epoch long given) {
            return carrier.resume(a, a.epoch());
        }
    }

    @Rejected("CR020")
    static class NextEpochGuessed {
        boolean run(Carrier carrier, Coroutine a, Coroutine b, @Epoch long given) {
            return carrier.resume(a, a.epoch() + 1);
        }
    }

    @Accepted
    static class NextEpochGuessedRepaired {
        boolean run(Carrier carrier, Coroutine a, Coroutine b, @Epoch long given) {
            return carrier.resume(a, a.epoch());
        }
    }

    @Rejected("CR020")
    static class EpochFromAnUnmarkedField {
        long epoch;

        boolean run(Carrier carrier, Coroutine a) {
            return carrier.resume(a, epoch);
        }
    }

    @Accepted
    static class EpochFromAnUnmarkedFieldRepaired {
        @Epoch
        long epoch;

        boolean run(Carrier carrier, Coroutine a) {
            return carrier.resume(a, epoch);
        }
    }

    @Rejected("CR020")
    static class EpochFromAnUnmarkedArgument {
        boolean run(Carrier carrier, Coroutine a, long epoch) {
            return carrier.resume(a, epoch);
        }
    }

    @Accepted
    static class EpochFromAnUnmarkedArgumentRepaired {
        boolean run(Carrier carrier, Coroutine a, @Epoch long epoch) {
            return carrier.resume(a, epoch);
        }
    }

    @Rejected("CR020")
    static class EpochsSwapped {
        boolean run(Carrier carrier, Coroutine a, Coroutine b, @Epoch long given) {
            long first = a.epoch();
            long second = b.epoch();
            return carrier.resume(b, first);
        }
    }

    @Accepted
    static class EpochsSwappedRepaired {
        boolean run(Carrier carrier, Coroutine a, Coroutine b, @Epoch long given) {
            long first = a.epoch();
            long second = b.epoch();
            return carrier.resume(b, second);
        }
    }

    @Rejected("CR020")
    static class EpochOfThePeekedOne {
        boolean run(Carrier carrier, ListStash stash, Coroutine a) {
            Coroutine next = stash.peek();
            return next != null && carrier.resume(a, next.epoch());
        }
    }

    @Accepted
    static class EpochOfThePeekedOneRepaired {
        boolean run(Carrier carrier, ListStash stash, Coroutine a) {
            Coroutine next = stash.peek();
            return next != null && carrier.resume(next, next.epoch());
        }
    }
}
