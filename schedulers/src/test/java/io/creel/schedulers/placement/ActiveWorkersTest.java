package io.creel.schedulers.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.scaling.CoreLending;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every arrow of the diagram in {@link ActiveWorkers}, and what is done at each. */
class ActiveWorkersTest {
    private final List<String> calls = new ArrayList<>();
    private Runnable whileLending = () -> {
    };
    private final ActiveWorkers workers = new ActiveWorkers(3, new CoreLending() {
        @Override
        public void lend(int worker) {
            calls.add("lend " + worker);
            whileLending.run();
        }

        @Override
        public void reclaim(int worker) {
            calls.add("reclaim " + worker);
        }
    });

    private List<Integer> states() {
        return List.of(workers.state(0), workers.state(1), workers.state(2));
    }

    @Test
    void shouldLendACoreOnceItsWorkerHasLeft() {
        workers.change(1);
        assertEquals(List.of(ActiveWorkers.SERVING, ActiveWorkers.LEAVING, ActiveWorkers.LEAVING), states());
        assertTrue(workers.isRemoved(1));
        assertFalse(workers.isRemoved(0));
        workers.left(2);
        workers.left(2);
        assertEquals(List.of("lend 2"), calls);
        assertEquals(List.of(ActiveWorkers.SERVING, ActiveWorkers.LEAVING, ActiveWorkers.LENT), states());
    }

    @Test
    void shouldReclaimLentCoresOnlyAndBeforeTheWorkerIsActive() {
        workers.change(1);
        workers.left(2);
        workers.change(3);
        assertEquals(List.of("lend 2", "reclaim 2"), calls);
        assertEquals(List.of(ActiveWorkers.SERVING, ActiveWorkers.SERVING, ActiveWorkers.SERVING), states());
        assertEquals(3, workers.count());
    }

    @Test
    void shouldLetTheWorkerReclaimWhenItIsAddedWhileItLends() {
        workers.change(1);
        whileLending = () -> workers.change(2);
        workers.left(1);
        assertEquals(List.of("lend 1", "reclaim 1"), calls);
        assertEquals(ActiveWorkers.SERVING, workers.state(1));
    }

    @Test
    void shouldLendAgainWhenItIsAddedAndRemovedWhileItLends() {
        workers.change(2);
        whileLending = () -> {
            whileLending = () -> {
            };
            workers.change(3);
            workers.change(2);
        };
        workers.left(2);
        assertEquals(List.of("lend 2", "reclaim 2"), calls);
        assertEquals(ActiveWorkers.LEAVING, workers.state(2));
        workers.left(2);
        assertEquals(List.of("lend 2", "reclaim 2", "lend 2"), calls);
    }

    @Test
    void shouldStayUsableWhenLendingFails() {
        workers.change(2);
        whileLending = () -> {
            throw new IllegalStateException("refused");
        };
        assertThrows(IllegalStateException.class, () -> workers.left(2));
        assertEquals(ActiveWorkers.LENT, workers.state(2), "the next addition reclaims what may be lent in part");
        workers.change(3);
        assertEquals(List.of("lend 2", "reclaim 2"), calls);
    }
}
