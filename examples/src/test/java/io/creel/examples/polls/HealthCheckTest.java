package io.creel.examples.polls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.agent.poll.PollPackages;
import io.creel.agent.poll.PollingLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How long health checks take beside requests of 100 ms on the same worker, with and without polls: a table for
 * {@code docs/polls.md}. {@code -Dcreel.health.checks=2000} takes two minutes.
 */
@Timeout(280)
class HealthCheckTest {
    private static final int CHECKS = Integer.getInteger("creel.health.checks", 60);
    private static final int ROUNDS = 2;
    private static final ClassLoader HERE = HealthCheckTest.class.getClassLoader();

    private static String row(String name, ClassLoader loader, boolean arrivalsAsk) throws Exception {
        return (String) loader.loadClass(HashServer.class.getName())
                .getMethod("row", String.class, boolean.class, int.class)
                .invoke(null, name, arrivalsAsk, CHECKS / ROUNDS);
    }

    private static long figure(String row, int column) {
        return Long.parseLong(row.split("\\|")[column].strip());
    }

    @Test
    void shouldPreemptOnlyWithPolls() throws Exception {
        ClassLoader polling = new PollingLoader(HERE, PollPackages.of(List.of("io.creel.examples.polls")));
        System.out.println(HealthCheck.HEAD);
        for (int round = 1; round <= ROUNDS; round++) {
            String without = row("no polls, round " + round, HERE, true);
            String timer = row("polls, the timer asks, round " + round, polling, false);
            String arrivals = row("polls, arrivals ask, too, round " + round, polling, true);
            System.out.println(without + "\n" + timer + "\n" + arrivals);
            for (String row : List.of(without, timer, arrivals)) {
                assertEquals(CHECKS / ROUNDS, figure(row, 2), row);
            }
            assertEquals(0, figure(without, 8), without);
            assertTrue(figure(timer, 8) > 0, timer);
            assertTrue(figure(arrivals, 8) > 0, arrivals);
        }
        System.out.println("beside it: load=" + Files.readString(Path.of("/proc/loadavg")).strip() + ", cores="
                + Runtime.getRuntime().availableProcessors());
    }
}
