package io.creel.verifier.corpus;

import io.creel.core.spec.Acquires;
import io.creel.core.spec.From;
import io.creel.core.spec.GivenBack;
import io.creel.core.spec.Place;
import io.creel.core.spec.Result;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.TiedTo;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.verifier.corpus.Domain.Socket;
import io.creel.verifier.corpus.Domain.Steps;

/** Pairs of values that do not belong together. */
@SuppressWarnings("unused")
final class WrongTies {
    private WrongTies() {
    }

    @Rejected("CR012")
    static class SocketOfAnotherPacket {
        @RunsOn(Place.COROUTINE)
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, @From("POST_IP") @Transfers @GivenBack Packet q,
                Steps steps) {
            Socket s = steps.lookUp(q);
            s.lock.lock();
            try {
                steps.deliver(p, s);
            } finally {
                s.lock.unlock();
            }
            q.release();
        }
    }

    @Accepted
    static class SocketOfAnotherPacketRepaired {
        @RunsOn(Place.COROUTINE)
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, @From("POST_IP") @Transfers @GivenBack Packet q,
                Steps steps) {
            Socket s = steps.lookUp(p);
            s.lock.lock();
            try {
                steps.deliver(p, s);
            } finally {
                s.lock.unlock();
            }
            q.release();
        }
    }

    @Rejected("CR012")
    static class SocketOfNoPacket {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, Socket s, Steps steps) {
            s.lock.lock();
            try {
                steps.deliver(p, s);
            } finally {
                s.lock.unlock();
            }
        }
    }

    @Accepted
    static class SocketOfNoPacketRepaired {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, @TiedTo("p") Socket s, Steps steps) {
            s.lock.lock();
            try {
                steps.deliver(p, s);
            } finally {
                s.lock.unlock();
            }
        }
    }

    @Rejected("CR012")
    static class VariableOfThePacketReassigned {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, @From("POST_IP") @Transfers @GivenBack Packet q,
                Steps steps) {
            Packet chosen = q;
            Socket s = steps.lookUp(chosen);
            chosen = p;
            s.lock.lock();
            try {
                steps.deliver(chosen, s);
            } finally {
                s.lock.unlock();
            }
            q.release();
        }
    }

    @Accepted
    static class VariableOfThePacketReassignedRepaired {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, @From("POST_IP") @Transfers @GivenBack Packet q,
                Steps steps) {
            Packet chosen = p;
            Socket s = steps.lookUp(chosen);
            s.lock.lock();
            try {
                steps.deliver(chosen, s);
            } finally {
                s.lock.unlock();
            }
            q.release();
        }
    }

    @Rejected("CR012")
    static class PairsSwapped {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, @From("POST_IP") @Transfers @GivenBack Packet q,
                Steps steps) {
            Socket a = steps.lookUp(p);
            Socket b = steps.lookUp(q);
            b.lock.lock();
            try {
                steps.deliver(p, b);
            } finally {
                b.lock.unlock();
            }
            q.release();
        }
    }

    @Accepted
    static class PairsSwappedRepaired {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, @From("POST_IP") @Transfers @GivenBack Packet q,
                Steps steps) {
            Socket a = steps.lookUp(p);
            Socket b = steps.lookUp(q);
            a.lock.lock();
            try {
                steps.deliver(p, a);
            } finally {
                a.lock.unlock();
            }
            q.release();
        }
    }

    @Rejected("CR012")
    static class SocketKeptInAField {
        Socket last;

        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, Steps steps) {
            Socket s = last;
            s.lock.lock();
            try {
                steps.deliver(p, s);
            } finally {
                s.lock.unlock();
            }
        }
    }

    @Accepted
    static class SocketKeptInAFieldRepaired {
        Socket last;

        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, Steps steps) {
            Socket s = steps.lookUp(p);
            s.lock.lock();
            try {
                steps.deliver(p, s);
            } finally {
                s.lock.unlock();
            }
        }
    }

    @Rejected("CR012")
    static class SocketChosenByABranch {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, @From("POST_IP") @Transfers @GivenBack Packet q,
                Steps steps, boolean first) {
            Socket s = first ? steps.lookUp(p) : steps.lookUp(q);
            s.lock.lock();
            try {
                steps.deliver(p, s);
            } finally {
                s.lock.unlock();
            }
            q.release();
        }
    }

    @Accepted
    static class SocketChosenByABranchRepaired {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, @From("POST_IP") @Transfers @GivenBack Packet q,
                Steps steps, boolean first) {
            Socket s = first ? steps.lookUp(p) : steps.lookUp(p);
            s.lock.lock();
            try {
                steps.deliver(p, s);
            } finally {
                s.lock.unlock();
            }
            q.release();
        }
    }

    @Rejected("CR012")
    static class SocketOfTheRoundBefore {
        interface Source {
            @Acquires(when = Result.NON_NULL)
            Packet next();
        }

        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, @From("POST_IP") @Transfers @GivenBack Packet q,
                Steps steps) {
            Socket s = steps.lookUp(p);
            p.release();
            s.lock.lock();
            try {
                steps.deliver(q, s);
            } finally {
                s.lock.unlock();
            }
        }
    }

    @Accepted
    static class SocketOfTheRoundBeforeRepaired {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, @From("POST_IP") @Transfers @GivenBack Packet q,
                Steps steps) {
            p.release();
            Socket s = steps.lookUp(q);
            s.lock.lock();
            try {
                steps.deliver(q, s);
            } finally {
                s.lock.unlock();
            }
        }
    }

    @Rejected("CR012")
    static class NewSocketInsteadOfThePackets {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, Steps steps) {
            Socket s = new Socket();
            s.lock.lock();
            try {
                steps.deliver(p, s);
            } finally {
                s.lock.unlock();
            }
        }
    }

    @Accepted
    static class NewSocketInsteadOfThePacketsRepaired {
        @Suspends
        void run(@From("POST_IP") @Transfers @GivenBack Packet p, Steps steps) {
            Socket s = steps.lookUp(p);
            s.lock.lock();
            try {
                steps.deliver(p, s);
            } finally {
                s.lock.unlock();
            }
        }
    }
}
