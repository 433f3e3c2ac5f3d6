package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalChannelTest extends ChannelContract {
    @Override
    <T> Channel<T> create(String name, int capacity, Stash woken) {
        return new LocalChannel<>(name, capacity, woken);
    }

    @Test
    void shouldHandOverDirectlyWhenTheCapacityIsZero() {
        Channel<Integer> rendezvous = create("r", 0, ready);
        assertFalse(rendezvous.trySend(9));
        sender(rendezvous, 0, 3);
        assertEquals(0, rendezvous.size());
        receiver(rendezvous, 3);
        run();
        assertEquals(List.of("got 0", "sent 0", "sent 1", "got 1", "got 2", "sent 2"), events);
    }

    @Test
    void shouldSuspendOncePerItemWhenTheCapacityIsZero() {
        Channel<Integer> rendezvous = create("r", 0, ready);
        sender(rendezvous, 0, 100);
        receiver(rendezvous, 100);
        run();
        assertTrue(carrier.counters().resumed() <= 104, "resumed " + carrier.counters().resumed());
    }

    @Test
    void shouldKeepTheOrderOfItemsWhenCancelledReceiversGiveBackMoreThanFits() {
        Channel<Integer> channel = create("c", 1, ready);
        Coroutine[] receivers = {receiver(channel, 1), receiver(channel, 1), receiver(channel, 1)};
        for (int i = 0; i < 4; i++) {
            assertTrue(channel.trySend(i));
        }
        for (int i = 2; i >= 0; i--) {
            receivers[i].cancel();
            carrier.poll();
        }
        assertEquals(4, channel.size());
        assertFalse(channel.trySend(9));
        for (int i = 0; i < 4; i++) {
            assertEquals(i, channel.tryReceive());
        }
    }

    @Test
    void shouldKeepTheItemWhenACancelledReceiverCannotHandItOn() {
        boolean[] picky = new boolean[1];
        BucketStash woken = new BucketStash("woken", 1, handle -> {
            if (picky[0]) {
                throw new IllegalStateException("no level");
            }
            return 0;
        });
        Channel<Integer> channel = create("c", 2, woken);
        Coroutine first = receiver(channel, 1);
        receiver(channel, 1);
        assertTrue(channel.trySend(7));
        picky[0] = true;
        first.cancel();
        carrier.poll();
        assertEquals("no level", failures.removeFirst().getMessage());
        assertEquals(CoroutineState.FAILED, first.state());
        assertEquals(7, channel.tryReceive());
    }

    @Test
    void shouldThrowWhenUsedInTheMiddleOfAnotherUse() {
        LocalChannel<Integer> channel = new LocalChannel<>("c", 1, ready);
        channel.use().begin("close");
        assertEquals("send refused, the channel is in use: channel=c, during=close",
                assertThrows(IllegalStateException.class, () -> channel.trySend(1)).getMessage());
        assertEquals("receive refused, the channel is in use: channel=c, during=close",
                assertThrows(IllegalStateException.class, channel::tryReceive).getMessage());
        assertEquals("close refused, the channel is in use: channel=c, during=close",
                assertThrows(IllegalStateException.class, channel::close).getMessage());
        channel.use().end();
        assertFalse(channel.isClosed());
        assertTrue(channel.trySend(1));
    }

    @Test
    void shouldThrowWhenTheCapacityIsOutOfBounds() {
        assertEquals("channel capacity out of bounds: channel=c, capacity=-1, least=0, most=67108864",
                assertThrows(IllegalArgumentException.class, () -> create("c", -1, ready)).getMessage());
    }
}
