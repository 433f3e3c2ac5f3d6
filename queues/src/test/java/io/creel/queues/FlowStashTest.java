package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowStashTest extends StashContract {
    @Override
    Stash create(String name, int capacity) {
        return new FlowStash(name, capacity, 42);
    }

    @Override
    void validate(Stash subject) {
        ((FlowStash) subject).validate();
    }

    @Override
    boolean push(Stash subject, Coroutine handle) {
        return ((FlowStash) subject).push(handle, key(number(handle)));
    }

    @Override
    boolean await(Stash subject) {
        return ((FlowStash) subject).await(key(0));
    }

    @Override
    boolean isBounded() {
        return true;
    }

    @Override
    boolean isOrdered() {
        return false;
    }

    private static FlowKey key(int number) {
        return new FlowKey().ipv4(0x0A00_0001, number & 0xFFFF, 0x0A00_0002, 80, 6);
    }

    private final FlowStash flows = new FlowStash("flows", 8, 7);
    private final Batch batch = new Batch(8);

    @Test
    void shouldTellFlowsApartWhenOneFieldDiffers() {
        FlowKey[] keys = {new FlowKey().ipv6(1, 2, 3, 4, 5, 6, 7), new FlowKey().ipv6(9, 2, 3, 4, 5, 6, 7),
                new FlowKey().ipv6(1, 9, 3, 4, 5, 6, 7), new FlowKey().ipv6(1, 2, 9, 4, 5, 6, 7),
                new FlowKey().ipv6(1, 2, 3, 9, 5, 6, 7), new FlowKey().ipv6(1, 2, 3, 4, 9, 6, 7),
                new FlowKey().ipv6(1, 2, 3, 4, 5, 9, 7), new FlowKey().ipv6(1, 2, 3, 4, 5, 6, 9)};
        Coroutine[] handles = new Coroutine[8];
        for (int i = 0; i < 8; i++) {
            handles[i] = handle(i);
            assertTrue(flows.push(handles[i], keys[i]));
        }
        flows.validate();
        assertEquals(8, flows.keys());
        for (int i = 0; i < 8; i++) {
            assertEquals(1, flows.count(keys[i]));
            assertSame(handles[i], flows.pop(keys[i]));
            assertNull(flows.peek(keys[i]));
        }
        flows.validate();
    }

    @Test
    void shouldTellFlowsApartWhenTheirHashesAreEqual() {
        FlowKey first = new FlowKey();
        FlowKey twin = new FlowKey();
        SeededFlowHashTest.makeTwins(first, twin, new SeededFlowHash(7));
        Coroutine a = handle(0);
        Coroutine b = handle(1);
        assertTrue(flows.push(a, first));
        assertTrue(flows.push(b, twin));
        flows.validate();
        assertEquals(a.key(), b.key());
        assertEquals(2, flows.keys());
        assertSame(b, flows.pop(twin));
        assertSame(a, flows.pop(first));
    }

    @Test
    void shouldChangeNothingWhenPrefetched() {
        FlowKey[] keys = {key(0), key(1), key(2), null};
        Coroutine handle = handle(0);
        flows.push(handle, keys[0]);
        flows.push(handle(1), keys[1]);
        flows.prefetch(keys, 0);
        flows.prefetch(keys, 3);
        flows.validate();
        assertEquals(2, flows.size());
        assertSame(handle, flows.pop(keys[0]));
        assertNull(flows.pop(keys[2]));
    }

    @Test
    void shouldRefuseAnotherFlowButNotAnotherWaiterWhenFull() {
        for (int i = 0; i < 8; i++) {
            assertTrue(flows.push(handle(i), key(i)));
        }
        Coroutine late = handle(8);
        assertFalse(flows.push(late, key(8)));
        assertEquals(CoroutineState.UNSTARTED, late.state());
        assertTrue(flows.push(late, key(3)));
        flows.validate();
        assertEquals(2, flows.drain(key(3), batch, 8).size());
        assertSame(late, batch.get(1));
        assertTrue(flows.push(handle(8), key(8)));
        flows.validate();
    }

    @Test
    void shouldThrowWhenPushedWithoutAKey() {
        Coroutine handle = handle(0);
        assertEquals("push refused, key not set: stash=flows, coroutine=" + handle,
                assertThrows(IllegalStateException.class, () -> flows.push(handle)).getMessage());
        assertEquals(CoroutineState.UNSTARTED, handle.state());
    }

    @Test
    void shouldThrowWhenTheKeyIsOutOfBounds() {
        assertEquals("flow key out of bounds: sourcePort=65536, destinationPort=0, protocol=0",
                assertThrows(IllegalArgumentException.class, () -> new FlowKey().ipv4(0, 65536, 0, 0, 0))
                        .getMessage());
        assertEquals("flow key out of bounds: sourcePort=0, destinationPort=-1, protocol=0",
                assertThrows(IllegalArgumentException.class, () -> new FlowKey().ipv4(0, 0, 0, -1, 0)).getMessage());
        assertEquals("flow key out of bounds: sourcePort=0, destinationPort=0, protocol=256",
                assertThrows(IllegalArgumentException.class, () -> new FlowKey().ipv4(0, 0, 0, 0, 256)).getMessage());
        assertEquals("number of flows out of bounds: stash=f, maxFlows=0, least=1, most=67108864",
                assertThrows(IllegalArgumentException.class, () -> new FlowStash("f", 0, 0)).getMessage());
    }

    @Test
    void shouldPrintTheTupleWhenAsked() {
        assertEquals("0-ffff0a000001:1>0-ffff0a000002:80/6", key(1).toString());
    }

    @Test
    void shouldWaitByFlowWhenAwaitedWithAScratchKey() {
        Carrier carrier = new Carrier("carrier");
        FlowKey scratch = new FlowKey();
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            carrier.start((Integer mine) -> events
                    .add(mine + " " + flows.await(scratch.ipv4(1, mine % 2, 2, 80, 6))), i);
        }
        carrier.resumeStarted();
        flows.validate();
        carrier.resume(flows.drain(scratch.ipv4(1, 0, 2, 80, 6), batch, 8));
        carrier.resume(flows.pop(scratch.ipv4(1, 1, 2, 80, 6)));
        assertEquals(List.of("0 true", "2 true", "1 true"), events);
    }
}
