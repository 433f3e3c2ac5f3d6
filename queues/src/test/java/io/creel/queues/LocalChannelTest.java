package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalChannelTest extends ChannelContract {
    @Override
    <T> Channel<T> create(String name, int capacity, Stash woken) {
        return new LocalChannel<>(name, capacity, woken);
    }

    @Test
    void shouldMeetWhenTheCapacityIsZero() {
        Channel<Integer> rendezvous = create("r", 0, ready);
        assertFalse(rendezvous.trySend(9));
        sender(rendezvous, 0, 3);
        assertEquals(0, rendezvous.size());
        receiver(rendezvous, 3);
        run();
        assertEquals(List.of("got 0", "sent 0", "sent 1", "got 1", "got 2", "sent 2"), events);
    }

    @Test
    void shouldSuspendOnceAnItemWhenTheCapacityIsZero() {
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
    void shouldThrowWhenTheCapacityIsOutOfBounds() {
        assertEquals("channel capacity out of bounds: channel=c, capacity=-1, least=0, most=67108864",
                assertThrows(IllegalArgumentException.class, () -> create("c", -1, ready)).getMessage());
    }
}
