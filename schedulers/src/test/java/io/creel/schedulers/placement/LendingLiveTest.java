package io.creel.schedulers.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.os.CpuLimits;
import io.creel.schedulers.os.CpuSet;
import io.creel.schedulers.os.OsSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kernel's own view of an application thread while a real group lends a core and takes it back. Needs no root. */
@Timeout(120)
class LendingLiveTest {
    private static String allowed(String thread) throws Exception {
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                if (Files.readString(task.resolve("comm")).strip().equals(thread)) {
                    for (String line : Files.readAllLines(task.resolve("status"))) {
                        if (line.startsWith("Cpus_allowed_list:")) {
                            return line.substring(line.indexOf(':') + 1).strip();
                        }
                    }
                }
            }
        }
        throw new AssertionError("no such thread: " + thread);
    }

    private static void until(String thread, String cpus) throws Exception {
        while (!allowed(thread).equals(cpus)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldGiveTheCoreToABorrowerAndTakeItBackAgainAndAgain() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/task")), "Linux only");
        CpuSet cpus = CpuLimits.read().allowed();
        assumeTrue(cpus != null && cpus.numbers().length >= 2, "two CPUs are needed");
        int first = cpus.numbers()[0];
        int second = cpus.numbers()[1];
        String before = cpus.toString();
        CountDownLatch borrowed = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        GivenWorkers scaling = new GivenWorkers(2);
        try (OsSettings os = OsSettings.builder().cpus(CpuSet.of(first, second)).lendCores().apply()) {
            Placement placement = Placement.builder("lends", 2, System::nanoTime).scaling(scaling)
                    .lending(os.lending()).build();
            Thread application = new Thread(() -> {
                os.lending().borrow();
                borrowed.countDown();
                while (over.getCount() > 0) {
                    Thread.onSpinWait();
                }
            }, "application");
            try (WorkerGroup group = WorkerGroup.builder("lends", 2).eachThread(os).build()) {
                placement.start(group, 8);
                application.start();
                borrowed.await();
                String rest = cpus.without(CpuSet.of(first, second)).toString();
                String served = rest.isEmpty() ? Integer.toString(first) : rest;
                String lent = cpus.without(CpuSet.of(first)).toString();
                for (int i = 0; i < 20; i++) {
                    until("application", served);
                    scaling.become(1, placement);
                    until("application", lent);
                    scaling.become(2, placement);
                }
                assertEquals(0, os.lending().refusals());
                assertEquals(20, os.lending().lends());
                assertEquals(20, os.lending().reclaims());
            }
            os.lending().close();
            assertEquals(before, allowed("application"));
            over.countDown();
            application.join();
        }
    }
}
