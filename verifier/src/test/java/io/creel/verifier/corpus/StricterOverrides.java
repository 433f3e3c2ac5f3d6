package io.creel.verifier.corpus;

import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.core.spec.From;
import io.creel.core.spec.Place;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.Result;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.TiedTo;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.verifier.corpus.Domain.Socket;
import io.creel.verifier.corpus.Domain.Table;
import java.util.function.Consumer;

/** Overrides and method references that ask for more than what callers see. */
@SuppressWarnings("unused")
final class StricterOverrides {
    private StricterOverrides() {
    }

    @Rejected("CR021")
    static class OverrideNeedsAState {
        static class Base {
            void look(Packet packet) {
                packet.port();
            }
        }
        static class Derived extends Base {
            @Override
            void look(@From("PARSED") Packet packet) {
                packet.port();
            }
        }
    }

    @Accepted
    static class OverrideNeedsAStateRepaired {
        static class Base {
            void look(Packet packet) {
                packet.port();
            }
        }
        static class Derived extends Base {
            @Override
            void look(Packet packet) {
                packet.port(1);
            }
        }
    }

    @Rejected("CR021")
    static class OverrideNeedsAStateLess {
        static class Base {
            void look(@From({"RAW", "PARSED"}) Packet packet) {
                packet.port();
            }
        }
        static class Derived extends Base {
            @Override
            void look(@From("PARSED") Packet packet) {
                packet.port();
            }
        }
    }

    @Accepted
    static class OverrideNeedsAStateLessRepaired {
        static class Base {
            void look(@From({"RAW", "PARSED"}) Packet packet) {
                packet.port();
            }
        }
        static class Derived extends Base {
            @Override
            void look(@From({"RAW", "PARSED", "POST_IP"}) Packet packet) {
                packet.port();
            }
        }
    }

    @Rejected("CR021")
    static class OverrideNeedsALock {
        static class Base {
            void look(Table table) {
                table.lock.isHeld();
            }
        }
        static class Derived extends Base {
            @Override
            @RequiresLock("table.lock")
            void look(Table table) {
                table.add();
            }
        }
    }

    @Accepted
    static class OverrideNeedsALockRepaired {
        static class Base {
            void look(Table table) {
                table.lock.isHeld();
            }
        }
        static class Derived extends Base {
            @Override
            void look(Table table) {
                table.lock.name();
            }
        }
    }

    @Rejected("CR021")
    static class OverrideSuspends {
        static class Base {
            void look() {
                Thread.onSpinWait();
            }
        }
        static class Derived extends Base {
            @Override
            @Suspends
            void look() {
                Coroutine.checkpoint();
            }
        }
    }

    @Accepted
    static class OverrideSuspendsRepaired {
        static class Base {
            void look() {
                Thread.onSpinWait();
            }
        }
        static class Derived extends Base {
            @Override
            void look() {
                Thread.yield();
            }
        }
    }

    @Rejected("CR021")
    static class OverrideNeedsAPlace {
        static class Base {
            void look() {
                Thread.onSpinWait();
            }
        }
        static class Derived extends Base {
            @Override
            @RunsOn(Place.CARRIER)
            void look() {
                Thread.yield();
            }
        }
    }

    @Accepted
    static class OverrideNeedsAPlaceRepaired {
        static class Base {
            void look() {
                Thread.onSpinWait();
            }
        }
        static class Derived extends Base {
            @Override
            void look() {
                Thread.yield();
            }
        }
    }

    @Rejected("CR021")
    static class OverrideTakesItsArgumentOver {
        static class Base {
            void look(Packet packet) {
                packet.port();
            }
        }
        static class Derived extends Base {
            @Override
            void look(@Transfers Packet packet) {
                packet.release();
            }
        }
    }

    @Accepted
    static class OverrideTakesItsArgumentOverRepaired {
        static class Base {
            void look(Packet packet) {
                packet.port();
            }
        }
        static class Derived extends Base {
            @Override
            void look(Packet packet) {
                packet.port(1);
            }
        }
    }

    @Rejected("CR021")
    static class OverrideNeedsATie {
        static class Base {
            void look(Packet packet, Socket socket) {
                packet.port();
            }
        }
        static class Derived extends Base {
            @Override
            void look(Packet packet, @TiedTo("packet") Socket socket) {
                packet.port();
            }
        }
    }

    @Accepted
    static class OverrideNeedsATieRepaired {
        static class Base {
            void look(Packet packet, Socket socket) {
                packet.port();
            }
        }
        static class Derived extends Base {
            @Override
            void look(Packet packet, Socket socket) {
                packet.port(1);
            }
        }
    }

    @Rejected("CR021")
    static class OverrideTransfersForTheOtherResult {
        static class Base {
            boolean offer(@Transfers(when = Result.TRUE) Packet packet) {
                packet.release();
                return true;
            }
        }
        static class Derived extends Base {
            @Override
            boolean offer(@Transfers(when = Result.FALSE) Packet packet) {
                packet.release();
                return false;
            }
        }
    }

    @Accepted
    static class OverrideTransfersForTheOtherResultRepaired {
        static class Base {
            boolean offer(@Transfers(when = Result.TRUE) Packet packet) {
                packet.release();
                return true;
            }
        }
        static class Derived extends Base {
            @Override
            boolean offer(@Transfers(when = Result.TRUE) Packet packet) {
                packet.transmit();
                return true;
            }
        }
    }

    @Rejected("CR021")
    static class ReferenceToRelease {
        Consumer<Packet> run() {
            return Packet::release;
        }
    }

    @Accepted
    static class ReferenceToReleaseRepaired {
        Consumer<Packet> run() {
            return Packet::port;
        }
    }

    @Rejected("CR021")
    static class ReferenceToAMethodThatSuspends {
        @Suspends
        void pause() {
            Coroutine.checkpoint();
        }
        Runnable run() {
            return this::pause;
        }
    }

    @Accepted
    static class ReferenceToAMethodThatSuspendsRepaired {
        @Suspends
        void pause(String name) {
            Coroutine.checkpoint();
        }
        Body<String> run() {
            return this::pause;
        }
    }
}
