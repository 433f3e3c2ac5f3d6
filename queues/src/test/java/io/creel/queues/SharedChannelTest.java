package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Mobility;
import io.creel.core.Stash;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SharedChannelTest extends ChannelContract {
    @Override
    <T> Channel<T> create(String name, int capacity, Stash woken) {
        return new SharedChannel<>(name, capacity, 16, woken, woken);
    }

    @Test
    void shouldThrowWhenTooManyWait() {
        SharedChannel<Integer> channel = new SharedChannel<>("c", 2, 1, ready, ready);
        receiver(channel, 1);
        Coroutine second = receiver(channel, 1);
        assertEquals(CoroutineState.FAILED, second.state());
        assertEquals("await refused, too many coroutines wait: channel=c, most=1, coroutine=" + second,
                failures.removeFirst().getMessage());
        channel.trySend(1);
        run();
        assertEquals(List.of("got 1"), events);
    }

    @Test
    void shouldHaveRoomAgainWhenWaitersWereCancelled() {
        SharedChannel<Integer> channel = new SharedChannel<>("c", 2, 2, ready, ready);
        Coroutine staying = receiver(channel, 1);
        for (int i = 0; i < 10; i++) {
            Coroutine leaving = receiver(channel, 1);
            leaving.cancel();
            run();
            assertEquals(CoroutineState.CANCELLED, leaving.state());
        }
        receiver(channel, 1);
        channel.trySend(1);
        channel.trySend(2);
        run();
        assertEquals(CoroutineState.COMPLETED, staying.state());
        assertEquals(2, events.size());
    }

    @Test
    void shouldKeepPlacesForCoroutinesWhenSelectsTakeAllTheirs() {
        SharedChannel<Integer> channel = new SharedChannel<>("c", 2, 1, ready, ready);
        go(ignored -> events.add("selected " + Select.of(channel).receive()));
        Coroutine second = go(ignored -> Select.of(channel).receive());
        assertEquals("await refused, too many coroutines wait: channel=c, most=1, coroutine=" + second,
                failures.removeFirst().getMessage());
        receiver(channel, 1);
        channel.trySend(1);
        channel.trySend(2);
        run();
        assertEquals(List.of("selected 1", "got 2"), events);
    }

    @Test
    void shouldHaveRoomAgainWhenSelectsAreGone() {
        SharedChannel<Integer> quiet = new SharedChannel<>("quiet", 2, 2, ready, ready);
        SharedChannel<Integer> busy = new SharedChannel<>("busy", 2, 2, ready, ready);
        go(ignored -> {
            for (int i = 0; i < 20; i++) {
                events.add("selected " + Select.of(quiet, busy).receive());
            }
        });
        for (int i = 0; i < 20; i++) {
            busy.trySend(i);
            run();
        }
        assertEquals(20, events.size());
    }

    @Test
    void shouldPassTheWakeUpOnWhenTheFirstIsCancelledByAClosedReadyStash() {
        ListStash gone = new ListStash("gone");
        SharedChannel<Integer> channel = new SharedChannel<>("c", 2, 4, gone, gone);
        ChannelWaitQueue queue = new ChannelWaitQueue(channel, 4, gone, () -> gone.isClosed());
        Coroutine first = Coroutine.create(ignored -> Coroutine.await(queue), null);
        carrier.resume(first);
        gone.close();
        Coroutine self = Coroutine.create(ignored -> events.add("waited " + Coroutine.await(queue)), null);
        carrier.resume(self);
        run();
        assertEquals(CoroutineState.CANCELLED, first.state());
        assertEquals(List.of("waited false"), events);
    }

    @Test
    void shouldWakeItLikeAnyOtherWhenItWasResumedElsewhereAndWaitsAgain() throws Exception {
        SharedChannel<Integer> channel = new SharedChannel<>("c", 2, 4, ready, ready);
        Carrier other = new Carrier("other", (coroutine, failure) -> failures.add(failure));
        AtomicReference<ChannelWaitQueue> made = new AtomicReference<>();
        AtomicInteger looks = new AtomicInteger();
        ChannelWaitQueue queue = new ChannelWaitQueue(channel, 4, ready, () -> {
            if (looks.getAndIncrement() > 0) {
                return false;
            }
            made.get().wakeOne();
            resumeOn(other, ready.pop()); // the coroutine waits for the second time when this returns
            return true;
        });
        made.set(queue);
        Coroutine roaming = Coroutine.create(ignored -> {
            Coroutine.await(queue);
            events.add("woken");
            Coroutine.await(queue);
            events.add("woken again");
        }, null, Mobility.ROAMING);
        carrier.resume(roaming);
        assertEquals(List.of("woken"), events);
        assertEquals(1, ready.size(), "the taker has to wake it");
        run();
        assertEquals(List.of("woken", "woken again"), events);
    }

    private static void resumeOn(Carrier other, Coroutine handle) {
        Thread thread = new Thread(() -> other.resume(handle));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void shouldThrowWhenABoundIsOutOfBounds() {
        assertEquals("channel out of bounds: channel=c, capacity=1, least=2, mostWaiting=0, least=1, most=67108864",
                assertThrows(IllegalArgumentException.class, () -> new SharedChannel<>("c", 1, 0, ready, ready))
                        .getMessage());
    }

    /** A parking of the channel's pool takes nothing in by an insertion. */
    @Test
    void shouldLeaveAHomedReceiverInTheChannelWhenItsHomeIsClosed() {
        List<String> lost = new ArrayList<>();
        Carrier home = new Carrier("home", (handle, failure) -> lost.add(failure.getMessage()));
        var ready = new MpscStash("ready", 4);
        var channel = new SharedChannel<String>("channel", 2, 4, ready, ready);
        Coroutine receiver = Coroutine.create(argument -> channel.receive(), null, Mobility.HOMED);
        home.resume(receiver);
        home.shut(); // a close looks first for what waits; this one came after that
        Carrier other = new Carrier("other");
        long epoch = receiver.epoch();
        assertEquals("resume refused, the coroutine is homed on a carrier that is closed: coroutine=" + receiver
                + ", carrier=home",
                assertThrows(IllegalStateException.class, () -> other.resume(receiver, epoch))
                        .getMessage());
        assertEquals(epoch, receiver.epoch());
        assertEquals(CoroutineState.STASHED, receiver.state());
        assertEquals(List.of(), lost);
    }
}
