package io.creel.jmh.stash;

import java.util.ArrayDeque;
import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.ContinuationImpl;
import kotlinx.coroutines.CoroutineDispatcher;
import kotlinx.coroutines.channels.BufferOverflow;
import kotlinx.coroutines.channels.Channel;
import kotlinx.coroutines.channels.ChannelKt;

/**
 * A sender and a receiver of kotlinx.coroutines on one thread, with a rendezvous channel between them. The bodies are
 * the state machines that Kotlin's compiler makes of a loop around {@code send} and {@code receive}, written by hand;
 * the dispatcher is a queue that the benchmark drains, as it drains Creel's ready list.
 */
final class KotlinRendezvous {
    private static final Object SUSPENDED = IntrinsicsKt.getCOROUTINE_SUSPENDED();

    private final Ready ready = new Ready();
    private final Channel<Integer> channel = ChannelKt.Channel(Channel.RENDEZVOUS, BufferOverflow.SUSPEND, null);
    private int received;

    /** Starts both. */
    void start(long items) {
        new Sender(items).intercepted().resumeWith(Unit.INSTANCE);
        new Receiver(items).intercepted().resumeWith(Unit.INSTANCE);
    }

    /** Runs until {@code items} more were received, or no coroutine is ready. */
    int run(int items) {
        int until = received > Integer.MAX_VALUE - items ? Integer.MAX_VALUE : received + items;
        while (received < until && ready.runFirst()) {
            continue;
        }
        int done = received;
        received = 0;
        return done;
    }

    /** The dispatcher: a first-in-first-out queue of ready coroutines. */
    private static final class Ready extends CoroutineDispatcher {
        private final ArrayDeque<Runnable> queue = new ArrayDeque<>();

        @Override
        public void dispatch(CoroutineContext context, Runnable block) {
            queue.addLast(block);
        }

        boolean runFirst() {
            Runnable first = queue.pollFirst();
            if (first == null) {
                return false;
            }
            first.run();
            return true;
        }
    }

    /** Where the bodies end. */
    private final class End implements Continuation<Object> {
        @Override
        public CoroutineContext getContext() {
            return ready;
        }

        @Override
        public void resumeWith(Object result) {
            ResultKt.throwOnFailure(result);
        }
    }

    /** {@code repeat(items) { channel.send(1) }}. */
    private final class Sender extends ContinuationImpl {
        private static final long serialVersionUID = 1;
        private long left;

        Sender(long items) {
            super(new End());
            left = items;
        }

        @Override
        protected Object invokeSuspend(Object result) {
            ResultKt.throwOnFailure(result);
            while (left-- > 0) {
                if (channel.send(1, unit(this)) == SUSPENDED) {
                    return SUSPENDED;
                }
            }
            return Unit.INSTANCE;
        }
    }

    /** {@code repeat(items) { received += channel.receive() }}. */
    private final class Receiver extends ContinuationImpl {
        private static final long serialVersionUID = 1;
        private long left;
        private boolean waits;

        Receiver(long items) {
            super(new End());
            left = items;
        }

        @Override
        protected Object invokeSuspend(Object result) {
            ResultKt.throwOnFailure(result);
            Object item = result;
            while (waits || left-- > 0) {
                if (!waits) {
                    item = channel.receive(integer(this));
                    if (item == SUSPENDED) {
                        waits = true;
                        return SUSPENDED;
                    }
                }
                waits = false;
                received += (Integer) item;
            }
            return Unit.INSTANCE;
        }
    }

    @SuppressWarnings("unchecked") // a state machine is resumed with the result that it awaits
    private static Continuation<Unit> unit(Continuation<?> any) {
        return (Continuation<Unit>) any;
    }

    @SuppressWarnings("unchecked") // as above
    private static Continuation<Integer> integer(Continuation<?> any) {
        return (Continuation<Integer>) any;
    }
}
