package io.creel.verifier.corpus;

import io.creel.core.Coroutine;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Borrowed;
import io.creel.core.spec.From;
import io.creel.core.spec.Locks;
import io.creel.core.spec.NoPreempt;
import io.creel.core.spec.Place;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.Result;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Stable;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.TiedTo;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unlocks;
import io.creel.net.Packet;
import io.creel.queues.ListStash;
import io.creel.verifier.corpus.Domain.Socket;
import io.creel.verifier.corpus.Domain.Table;

/** Annotations that make no sense. */
@SuppressWarnings("unused")
final class WrongContracts {
    private WrongContracts() {
    }

    @Rejected("CR022")
    static class StateThatDoesNotExist {
        void run(@From("PARSD") Packet packet) {
            packet.port();
        }
    }

    @Accepted
    static class StateThatDoesNotExistRepaired {
        void run(@From("PARSED") Packet packet) {
            packet.port();
        }
    }

    @Rejected("CR022")
    static class StateOfAClassWithoutStates {
        void run(@From("OPEN") Table table) {
            table.lock.name();
        }
    }

    @Accepted
    static class StateOfAClassWithoutStatesRepaired {
        void run(Table table) {
            table.lock.name();
        }
    }

    @Rejected("CR022")
    static class ParameterThatDoesNotExist {
        void run(Packet packet, @TiedTo("paket") Socket socket) {
            packet.port();
        }
    }

    @Accepted
    static class ParameterThatDoesNotExistRepaired {
        void run(Packet packet, @TiedTo("packet") Socket socket) {
            packet.port();
        }
    }

    @Rejected("CR022")
    static class PathThatIsNotFinal {
        static class Flow {
            CoroutineLock lock = new CoroutineLock("l");
        }

        @RequiresLock("flow.lock")
        void run(Flow flow) {
            flow.lock.name();
        }
    }

    @Accepted
    static class PathThatIsNotFinalRepaired {
        static class Flow {
            final CoroutineLock lock = new CoroutineLock("l");
        }

        @RequiresLock("flow.lock")
        void run(Flow flow) {
            flow.lock.name();
        }
    }

    @Rejected("CR022")
    static class FieldThatDoesNotExist {
        @RequiresLock("table.lok")
        void run(Table table) {
            table.lock.name();
        }
    }

    @Accepted
    static class FieldThatDoesNotExistRepaired {
        @RequiresLock("table.lock")
        void run(Table table) {
            table.add();
        }
    }

    @Rejected("CR022")
    static class SuspendsButIsNotPreempted {
        @Suspends
        @NoPreempt
        void run() {
            Thread.onSpinWait();
        }
    }

    @Accepted
    static class SuspendsButIsNotPreemptedRepaired {
        @NoPreempt
        void run() {
            Thread.onSpinWait();
        }
    }

    @Rejected("CR022")
    static class OwnedAndBorrowedResult {
        @Acquires(when = Result.NON_NULL)
        @Borrowed(from = "stash")
        Coroutine run(ListStash stash) {
            return null;
        }
    }

    @Accepted
    static class OwnedAndBorrowedResultRepaired {
        @Borrowed(from = "stash")
        Coroutine run(ListStash stash) {
            return stash.peek();
        }
    }

    @Rejected("CR022")
    static class LocksWhatItUnlocks {
        @Locks("a.lock")
        @Unlocks("a.lock")
        void run(Table a) {
            a.lock.name();
        }
    }

    @Accepted
    static class LocksWhatItUnlocksRepaired {
        @RequiresLock("a.lock")
        void run(Table a) {
            a.lock.name();
        }
    }

    @Rejected("CR022")
    static class SuspendsOnTheCarrier {
        @Suspends
        @RunsOn(Place.CARRIER)
        void run() {
            Thread.onSpinWait();
        }
    }

    @Accepted
    static class SuspendsOnTheCarrierRepaired {
        @Suspends
        @RunsOn(Place.COROUTINE)
        void run() {
            Coroutine.checkpoint();
        }
    }

    @Rejected("CR022")
    static class LenderThatDoesNotExist {
        @Borrowed(from = "stsh")
        Coroutine run(ListStash stash) {
            return stash.peek();
        }
    }

    @Accepted
    static class LenderThatDoesNotExistRepaired {
        @Borrowed(from = "stash")
        Coroutine run(ListStash stash) {
            return stash.peek();
        }
    }

    @Rejected("CR022")
    static class BorrowsWhatItTakesOver {
        void run(@Borrowed @Transfers Packet packet) {
            packet.port();
        }
    }

    @Accepted
    static class BorrowsWhatItTakesOverRepaired {
        void run(@Borrowed Packet packet) {
            packet.port();
        }
    }

    @Rejected("CR022")
    static class StableButSetTwice {
        @Stable
        private Table table;

        void begin(Table first) {
            table = first;
        }

        void change(Table other) {
            table = other;
        }

        @RequiresLock("table.lock")
        void run() {
            table.add();
        }
    }

    @Accepted
    static class StableButSetTwiceRepaired {
        @Stable
        private Table table;

        void begin(Table first) {
            table = first;
        }

        @RequiresLock("table.lock")
        void run() {
            table.add();
        }
    }
}
