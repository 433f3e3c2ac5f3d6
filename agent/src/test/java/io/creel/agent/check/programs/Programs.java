package io.creel.agent.check.programs;

import io.creel.agent.check.programs.DataPath.Message;
import io.creel.agent.check.programs.DataPath.Sink;
import io.creel.agent.check.programs.DataPath.Socket;
import io.creel.agent.check.programs.DataPath.Source;
import io.creel.agent.check.programs.DataPath.Steps;
import io.creel.core.Coroutine;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Changes;
import io.creel.core.spec.From;
import io.creel.core.spec.Locks;
import io.creel.core.spec.NoPreempt;
import io.creel.core.spec.Owned;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.Result;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unlocks;
import io.creel.net.Packet;
import io.creel.net.wire.DropReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.lang.reflect.InvocationTargetException;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Programs that break one rule each, beside their repairs. The compiler knows nothing of the rules. */
final class Programs {
    private Programs() {
    }

    /** A program. */
    interface Program {
        void run(Place place) throws Exception;
    }

    @Breaks(value = "CR001", says = "still owned where the method returns")
    static class MessageNeverReleased implements Program {
        @Override
        public void run(Place place) {
            Message message = new Source().take();
            message.read();
        }
    }

    @Keeps
    static class MessageReleased implements Program {
        @Override
        public void run(Place place) {
            Message message = new Source().take();
            message.read();
            message.release();
        }
    }

    @Breaks("CR001")
    static class RefusalIgnored implements Program {
        @Override
        public void run(Place place) {
            Sink sink = new Sink();
            sink.full = true;
            sink.offer(new Source().take());
        }
    }

    @Keeps
    static class RefusalHandled implements Program {
        @Override
        public void run(Place place) {
            Sink sink = new Sink();
            for (int i = 0; i < 2; i++) {
                Message message = new Source().take();
                if (!sink.offer(message)) {
                    message.release();
                }
                sink.full = true;
            }
        }
    }

    @Breaks("CR001")
    static class PacketNeverReleased implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> {
                Packet packet = place.pool.allocate();
                packet.timestampNs(1);
            });
        }
    }

    @Breaks(value = "CR020", says = "a number is no epoch of ")
    static class NextEpochGuessed implements Program {
        @Override
        public void run(Place place) {
            Coroutine made = place.handle();
            try {
                if (place.carrier.resume(made, made.epoch() + 1)) {
                    throw new AssertionError();
                }
            } finally {
                made.abandon();
            }
        }
    }

    @Keeps
    static class StaleEpochRefused implements Program {
        @Override
        public void run(Place place) {
            Coroutine made = place.handle();
            long epoch = made.epoch();
            place.carrier.resume(made);
            if (place.carrier.resume(made, epoch)) {
                throw new AssertionError();
            }
        }
    }

    /** Calls a method so that no check is woven for the call. */
    private static void lookUnseen(Program program) throws Exception {
        try {
            program.getClass().getDeclaredMethod("look", Socket.class).invoke(program, new Socket());
        } catch (InvocationTargetException thrown) {
            throw (RuntimeException) thrown.getCause();
        }
    }

    @Breaks(value = "CR022", says = "@Locks contradicts @Unlocks of the same lock")
    static class ContractThatContradictsItself implements Program {
        @Locks("socket.lock")
        @Unlocks("socket.lock")
        void look(Socket socket) {
            socket.lock.name();
        }

        @Override
        public void run(Place place) throws Exception {
            lookUnseen(this);
        }
    }

    @Breaks(value = "CR022", says = "the path socket.lok names neither a parameter nor a field: lok")
    static class LockThatDoesNotExist implements Program {
        @RequiresLock("socket.lok")
        void look(Socket socket) {
            socket.lock.name();
        }

        @Override
        public void run(Place place) throws Exception {
            lookUnseen(this);
        }
    }

    @Breaks("CR001")
    static class HandlePoppedAndForgotten implements Program {
        @Override
        public void run(Place place) {
            Coroutine made = place.handle();
            if (!place.stash.push(made)) {
                made.abandon();
            }
            Coroutine popped = place.stash.pop();
            if (popped == null) {
                throw new AssertionError();
            }
        }
    }

    @Keeps
    static class HandlePoppedAndResumed implements Program {
        @Override
        public void run(Place place) {
            Coroutine made = place.handle();
            if (!place.stash.push(made)) {
                made.abandon();
            }
            Coroutine popped = place.stash.pop();
            if (popped != null) {
                place.carrier.resume(popped);
            }
        }
    }

    @Breaks(value = "CR002", says = "where an exception leaves the method")
    static class LostByAnException implements Program {
        @Override
        public void run(Place place) {
            Message message = new Source().take();
            Integer.parseInt("no number");
            message.release();
        }
    }

    @Keeps
    static class ReleasedInAFinallyBlock implements Program {
        private static void step() {
            Message message = new Source().take();
            try {
                Integer.parseInt("no number");
            } finally {
                message.release();
            }
        }

        @Override
        public void run(Place place) {
            try {
                step();
            } catch (NumberFormatException expected) {
                return;
            }
        }
    }

    @Breaks(value = "CR004", says = "Message.bytes")
    static class UsedAfterTheRelease implements Program {
        @Override
        public void run(Place place) {
            Message message = new Source().take();
            message.release();
            message.bytes();
        }
    }

    @Breaks("CR004")
    static class UsedAfterThePush implements Program {
        @Override
        public void run(Place place) {
            Coroutine made = place.handle();
            if (place.stash.push(made)) {
                made.argument();
            } else {
                made.abandon();
            }
        }
    }

    @Breaks("CR005")
    static class ReleasedTwice implements Program {
        @Override
        public void run(Place place) {
            Message message = new Source().take();
            message.release();
            message.release();
        }
    }

    @Breaks("CR006")
    static class BorrowedAndReleased implements Program {
        @Override
        public void run(Place place) {
            new Source().peek().release();
        }
    }

    @Breaks("CR007")
    static class UsedAfterItsOwnerChanged implements Program {
        @Override
        public void run(Place place) {
            Source source = new Source();
            Message message = source.peek();
            Message taken = source.take(); // does not end the loan
            taken.release();
            message.bytes();
            source.turn();
            message.bytes();
        }
    }

    @Keeps
    static class AskedAgainAfterTheChange implements Program {
        @Override
        public void run(Place place) {
            Source source = new Source();
            source.peek().bytes();
            source.turn();
            Message message = source.peek();
            message.bytes();
        }
    }

    @Breaks("CR007")
    static class BorrowedAcrossASuspension implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> {
                Message message = new Source().peek();
                Coroutine.await(place.stash);
                message.bytes();
            });
        }
    }

    @Breaks(value = "CR008", says = "copied into an array that owns nothing")
    static class CopiedByArraycopy implements Program {
        @Owned
        private Message[] kept = {null, null};
        private final Message[] plain = new Message[4];

        @Override
        public void run(Place place) {
            kept[0] = new Source().take();
            System.arraycopy(kept, 0, plain, 0, 1);
        }
    }

    @Keeps
    static class MovedWithinItsArray implements Program {
        @Owned
        private Message[] kept = {null, null};

        @Override
        public void run(Place place) {
            kept[0] = new Source().take();
            System.arraycopy(kept, 0, kept, 1, 1);
            kept[0] = null;
        }
    }

    @Breaks(value = "CR008", says = "kept in a field that owns nothing")
    static class CopiedByCopyOf implements Program {
        @Owned
        private Message[] kept = {null, null};
        private Message[] plain;

        @Override
        public void run(Place place) {
            kept[0] = new Source().take();
            plain = Arrays.copyOf(kept, 4);
        }
    }

    @Keeps
    static class GrownByCopyOf implements Program {
        @Owned
        private Message[] kept = {null, null};

        @Override
        public void run(Place place) {
            kept[0] = new Source().take();
            kept = Arrays.copyOf(kept, 4);
        }
    }

    @Breaks(value = "CR008", says = "kept in a field that owns nothing")
    static class CopiedIntoANewArray implements Program {
        @Owned
        private Message[] kept = {null, null};
        private Message[] plain;

        @Override
        public void run(Place place) {
            kept[0] = new Source().take();
            Message[] made = new Message[4];
            System.arraycopy(kept, 0, made, 0, kept.length);
            plain = made;
        }
    }

    @Keeps
    static class GrownByArraycopy implements Program {
        @Owned
        private Message[] kept = {null, null};

        @Override
        public void run(Place place) {
            kept[0] = new Source().take();
            Message[] made = new Message[4];
            System.arraycopy(kept, 0, made, 0, kept.length);
            kept = made;
        }
    }

    @Breaks(value = "CR008", says = "passed to a collection that owns nothing")
    static class CopiedIntoAList implements Program {
        @Owned
        private Message[] kept = {null, null};
        private List<Message> plain;

        @Override
        public void run(Place place) {
            kept[0] = new Source().take();
            plain = List.of(kept);
        }
    }

    @Breaks(value = "CR008", says = "passed to a collection that owns nothing")
    static class AddedToAList implements Program {
        @Owned
        private Message[] kept = {null, null};
        private final List<Message> plain = new ArrayList<>();

        @Override
        public void run(Place place) {
            kept[0] = new Source().take();
            Collections.addAll(plain, kept);
        }
    }

    @Breaks(value = "CR008", says = "escapes to a place that owns nothing")
    static class ListOfOne implements Program {
        private List<Message> plain;

        @Override
        public void run(Place place) {
            plain = List.of(new Source().take());
        }
    }

    @Breaks(value = "CR008", says = "escapes to a place that owns nothing")
    static class AddedAlone implements Program {
        private final List<Message> plain = new ArrayList<>();

        @Override
        public void run(Place place) {
            plain.add(new Source().take());
        }
    }

    @Keeps
    static class ListOfWhatItReads implements Program {
        private List<Integer> plain;

        @Override
        public void run(Place place) {
            Message message = new Source().take();
            plain = List.of(message.bytes());
            message.release();
        }
    }

    @Breaks("CR008")
    static class KeptInAnArray implements Program {
        @Override
        public void run(Place place) {
            Message[] all = new Message[1];
            all[0] = new Source().take();
        }
    }

    @Breaks(value = "CR010", says = "in state READ, it is in state RAW")
    static class LookedUpBeforeItWasRead implements Program {
        @Override
        public void run(Place place) {
            Message message = new Source().take();
            try {
                new Steps().lookUp(message);
            } finally {
                message.release();
            }
        }
    }

    @Keeps
    static class LookedUpAfterItWasRead implements Program {
        @Override
        public void run(Place place) {
            Message message = new Source().take();
            if (message.read()) {
                new Steps().lookUp(message);
            }
            message.release();
        }
    }

    @Breaks("CR011")
    static class SaysTakenAndKeeps implements Program {
        private boolean offer(@Transfers(when = Result.TRUE) Message message) {
            return message.read();
        }

        @Override
        public void run(Place place) {
            Message message = new Source().take();
            if (!offer(message)) {
                message.release();
            }
        }
    }

    @Breaks("CR012")
    static class SocketOfAnotherMessage implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> {
                Steps steps = new Steps();
                Message one = new Source().take();
                Message two = new Source().take();
                one.read();
                two.read();
                Socket socket = steps.lookUp(one);
                socket.lock.lock();
                try {
                    steps.deliver(two, socket);
                } finally {
                    socket.lock.unlock();
                    one.release();
                }
            });
        }
    }

    @Keeps
    static class SocketOfThisMessage implements Program {
        @Suspends
        private static boolean deliver(Steps steps, @From("READ") @Transfers(when = Result.TRUE) Message message) {
            Socket socket = steps.lookUp(message);
            socket.lock.lock();
            try {
                steps.deliver(message, socket);
            } finally {
                socket.lock.unlock();
            }
            return true;
        }

        @Override
        public void run(Place place) {
            place.run(() -> {
                Message one = new Source().take();
                try {
                    if (one.read() && deliver(new Steps(), one)) {
                        one = null;
                    }
                } finally {
                    if (one != null) {
                        one.release();
                    }
                }
            });
        }
    }

    @Breaks(value = "CR013", says = "Steps.deliver needs a lock")
    static class LockOfAnotherSocket implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> {
                Steps steps = new Steps();
                Message one = new Source().take();
                one.read();
                Socket socket = steps.lookUp(one);
                Socket other = new Socket();
                other.lock.lock();
                try {
                    steps.deliver(one, socket);
                } finally {
                    other.lock.unlock();
                }
            });
        }
    }

    @Breaks("CR013")
    static class LockOfAnotherCoroutine implements Program {
        private final Socket socket = new Socket();

        @RequiresLock("socket.slow")
        private void step() {
            socket.received++;
        }

        @Override
        public void run(Place place) {
            place.carrier.start(none -> {
                socket.slow.lock();
                try {
                    Coroutine.await(place.stash);
                } finally {
                    socket.slow.unlock();
                }
            }, null);
            place.carrier.resumeStarted();
            place.run(() -> step());
        }
    }

    @Breaks(value = "CR014", says = "a lock is still held")
    static class LockNeverReleased implements Program {
        private final Socket socket = new Socket();

        private void step() {
            socket.slow.lock();
        }

        @Override
        public void run(Place place) {
            place.run(() -> {
                try {
                    step();
                } finally {
                    if (socket.slow.isHeld()) {
                        socket.slow.unlock();
                    }
                }
            });
        }
    }

    @Breaks("CR014")
    static class CallersLockReleased implements Program {
        private final Socket socket = new Socket();

        @RequiresLock("socket.slow")
        private void step() {
            socket.slow.unlock();
        }

        @Override
        public void run(Place place) {
            place.run(() -> {
                socket.slow.lock();
                step();
            });
        }
    }

    @Breaks("CR015")
    static class LockTakenTwice implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> {
                Socket socket = new Socket();
                socket.slow.lock();
                try {
                    socket.slow.lock();
                } finally {
                    socket.slow.unlock();
                }
            });
        }
    }

    @Breaks(value = "CR016", says = "a lock marked @NoSuspend is held, lock=socket")
    static class SuspendsUnderTheSocketsLock implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> {
                Socket socket = new Socket();
                socket.lock.lock();
                try {
                    Coroutine.await(place.stash);
                } finally {
                    socket.lock.unlock();
                }
            });
        }
    }

    @Keeps
    static class SuspendsUnderAnotherLock implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> {
                Socket socket = new Socket();
                socket.slow.lock();
                try {
                    Coroutine.await(place.stash);
                } finally {
                    socket.slow.unlock();
                }
            });
        }
    }

    @Breaks(value = "CR016", says = "a lock of the thread")
    static class SuspendsUnderAReentrantLock implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> {
                ReentrantLock lock = new ReentrantLock();
                lock.lock();
                try {
                    Coroutine.await(place.stash);
                } finally {
                    lock.unlock();
                }
            });
        }
    }

    @Breaks(value = "CR016", says = "a lock of the thread")
    static class SuspendsUnderAReadLock implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> {
                var lock = new ReentrantReadWriteLock();
                lock.readLock().lock();
                try {
                    Coroutine.await(place.stash);
                } finally {
                    lock.readLock().unlock();
                }
            });
        }
    }

    @Breaks(value = "CR016", says = "a lock of the thread", isSeenBefore = false)
    static class SuspendsUnderAStampedLock implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> {
                StampedLock lock = new StampedLock();
                long stamp = lock.tryConvertToReadLock(lock.tryOptimisticRead());
                try {
                    Coroutine.await(place.stash);
                } finally {
                    lock.unlockRead(stamp);
                }
            });
        }
    }

    @Keeps
    static class SuspendsAfterAllLocksOfThreads implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> {
                StampedLock stamped = new StampedLock();
                stamped.unlock(stamped.writeLock());
                long stamp = stamped.tryOptimisticRead();
                ReentrantLock lock = new ReentrantLock();
                lock.lock();
                lock.lock();
                lock.unlock();
                lock.unlock();
                synchronized (lock) {
                    stamped.validate(stamp);
                }
                Coroutine.await(place.stash);
            });
        }
    }

    @Breaks(value = "CR016", says = "a monitor")
    static class SuspendsUnderAMonitor implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> {
                synchronized (place) {
                    Coroutine.await(place.stash);
                }
            });
        }
    }

    @Breaks(value = "CR016", says = "frame=java.base/java.util.Hashtable")
    static class SuspendsInACallbackOfASynchronizedMap implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> {
                Map<String, Integer> map = new Hashtable<>();
                map.computeIfAbsent("key", key -> {
                    Coroutine.await(place.stash);
                    return 1;
                });
            });
        }
    }

    @Breaks("CR017")
    static class CallbackSuspends implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> Coroutine.await(self -> {
                Coroutine.await(place.other);
                return false;
            }));
        }
    }

    @Breaks("CR018")
    static class BodyResumesAnother implements Program {
        @Override
        public void run(Place place) {
            place.run(() -> place.carrier.poll());
        }
    }

    @Breaks("CR019")
    static class SuspendsWhereNothingMayRunBetween implements Program {
        @NoPreempt
        private void swap(Place place) {
            Coroutine.await(place.stash);
        }

        @Override
        public void run(Place place) {
            place.run(() -> swap(place));
        }
    }

    @Breaks("CR023")
    static class FieldStillRefersToWhatWasReleased implements Program {
        @Owned
        private Message held = new Message();

        private void close() {
            if (held != null) {
                held.release();
            }
        }

        @Override
        public void run(Place place) {
            close();
        }
    }

    @Keeps
    static class FieldCleared implements Program {
        @Owned
        private Message held = new Message();

        private void close() {
            if (held != null) {
                held.release();
                held = null;
            }
        }

        @Override
        public void run(Place place) {
            close();
        }
    }

    @Keeps
    static class MovedThroughAFieldAndAMethod implements Program {
        @Owned
        private Message held;

        @Acquires(when = Result.NON_NULL)
        private Message take() {
            Message moved = held;
            held = null;
            return moved;
        }

        @Changes
        private boolean put(@Transfers(when = Result.TRUE) Message message) {
            if (held != null) {
                return false;
            }
            held = message;
            return true;
        }

        @Override
        public void run(Place place) {
            for (int i = 0; i < 3; i++) {
                Message message = new Source().take();
                if (!put(message)) {
                    message.release();
                }
                if (i > 0) {
                    Message back = take();
                    if (back != null) {
                        back.release();
                    }
                }
            }
            Message last = take();
            if (last != null) {
                last.release();
            }
        }
    }

    @Keeps
    static class PacketsThroughCoroutines implements Program {
        @Suspends
        private static void path(Place place, @Transfers Packet packet) {
            boolean pushed = Coroutine.await(self -> {
                Packet seen = (Packet) self.argument();
                return (seen.port() == 0 ? place.stash : place.other).push(self);
            });
            if (pushed && packet.parse() != DropReason.NONE) {
                packet.port(1);
            }
            packet.release();
        }

        @Override
        public void run(Place place) {
            for (int i = 0; i < 100; i++) {
                Packet packet = place.pool.allocate();
                if (packet != null) {
                    place.carrier.<Packet>start(argument -> path(place, argument), packet);
                }
                place.carrier.resumeStarted();
                Coroutine waiting = place.stash.pop();
                if (waiting != null) {
                    place.carrier.resume(waiting);
                }
            }
        }
    }
}
