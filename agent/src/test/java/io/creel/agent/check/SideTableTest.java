package io.creel.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SideTableTest {
    @Test
    void shouldForgetValuesThatAreGarbage() {
        int before = SideTable.size();
        for (int i = 0; i < 200_000; i++) {
            SideTable.get(new Object());
        }
        List<Object> kept = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Object value = new Object();
            kept.add(value);
            SideTable.get(value);
        }
        int after = Integer.MAX_VALUE;
        for (int i = 0; i < 50 && after > before + 2_000; i++) {
            System.gc();
            for (Object value : kept) {
                SideTable.get(value);
            }
            after = SideTable.size();
        }
        assertTrue(after <= before + 2_000, "left=" + (after - before));
        assertTrue(after >= 1_000);
    }

    /** Values of all threads, in every stripe, while others become garbage. */
    @Test
    void shouldGiveEveryThreadTheSameFacts() throws Exception {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            values.add(new Object());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Callable<List<ValueFacts>> look = () -> {
                List<ValueFacts> found = new ArrayList<>();
                for (Object value : values) {
                    SideTable.get(new Object());
                    found.add(SideTable.get(value));
                }
                return found;
            };
            List<Future<List<ValueFacts>>> all = threads.invokeAll(List.of(look, look, look, look));
            for (Future<List<ValueFacts>> one : all) {
                assertEquals(values.size(), one.get().size());
                for (int i = 0; i < values.size(); i++) {
                    assertSame(all.get(0).get().get(i), one.get().get(i));
                }
            }
        }
    }
}
