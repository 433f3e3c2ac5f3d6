package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The exchange of stacks and shells between carriers. {@code AllocationTest} measures that it avoids garbage. */
class DepotTest {
    @Test
    void shouldTakeNoMoreThanItsBound() {
        Depot depot = new Depot();
        Object[] objects = new Object[Depot.MAGAZINE];
        for (int i = 0; i < Depot.MAGAZINES; i++) {
            Arrays.fill(objects, i);
            assertEquals(0, depot.give(objects, objects.length));
            assertNull(objects[0]);
        }
        Arrays.fill(objects, -1);
        assertEquals(objects.length, depot.give(objects, objects.length));
        assertEquals(-1, objects[0]);
        Object[] taken = new Object[Depot.MAGAZINE];
        for (int i = 0; i < Depot.MAGAZINES; i++) {
            assertEquals(Depot.MAGAZINE, depot.take(taken));
            assertSame(taken[0], taken[Depot.MAGAZINE - 1]);
        }
        assertEquals(0, depot.take(taken));
        assertEquals(0, depot.give(objects, objects.length), "room again");
    }

    @Test
    void shouldKeepNoCarrierAndNoStashAliveWhenAShellIsInTheDepot() {
        Coroutine shell = Coroutine.createPooled();
        TestStash stash = new TestStash("stash");
        shell.carrier = new Carrier("carrier");
        shell.prepare(ignored -> {
        }, null, Mobility.ROAMING, Ownership.STASHED, stash);
        stash.push(Coroutine.create(ignored -> {
        }, null));
        shell.claimFrom(stash);
        shell.discard();
        shell.forgetHolders();
        assertNull(shell.carrier);
        assertEquals("none", shell.ownerName());
        assertTrue(stash.size() > 0);
    }
}
