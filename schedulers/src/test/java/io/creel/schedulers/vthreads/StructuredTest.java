package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.JvmArguments;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Executors and scopes that wait for all threads they have started. */
@Timeout(300)
class StructuredTest {
    @ParameterizedTest
    @EnumSource
    void shouldCloseAnExecutorOfOurFactoryAfterTheLastTask(Setting workers) throws Exception {
        AtomicInteger ended = new AtomicInteger();
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers)) {
            int seen = central.threads.executor().submit(() -> {
                try (ExecutorService inner = Executors.newThreadPerTaskExecutor(central.threads.factory())) {
                    for (int i = 0; i < 50; i++) {
                        inner.execute(() -> {
                            Thread.yield();
                            ended.incrementAndGet();
                        });
                    }
                }
                return ended.get();
            }).get();
            assertEquals(50, seen, "the inner one closes after all have ended, on the same workers");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeAllAnswersOrTheFirst(Setting workers) throws Exception {
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers);
                ExecutorService executor = central.threads.executor()) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int mine = i;
                tasks.add(() -> {
                    if (mine > 0) {
                        Thread.sleep(1 + mine % 3);
                    }
                    return mine;
                });
            }
            int sum = 0;
            for (Future<Integer> answer : executor.invokeAll(tasks)) {
                sum += answer.get();
            }
            assertEquals(190, sum);
            Callable<Integer> fails = () -> {
                throw new IllegalStateException("thrown for this test");
            };
            Callable<Integer> sleeps = () -> {
                Thread.sleep(600_000);
                return 0;
            };
            assertEquals(7, executor.invokeAny(List.of(fails, sleeps, () -> 7)), "the others are interrupted");
            assertThrows(ExecutionException.class, () -> executor.invokeAny(List.of(fails, fails)));
        }
    }

    /**
     * {@code StructuredTaskScope} is a preview of this JDK: a program of its own, compiled here and run in a JVM of its
     * own.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldForkAndJoinInAStructuredScope(int workers, @TempDir Path folder) throws Exception {
        String source = Path.of(StructuredTest.class.getResource("StructuredScope.java").toURI()).toString();
        String classes = System.getProperty("java.class.path");
        assertEquals(0, ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, "--enable-preview",
                "--release", "25", "-Xlint:-preview", "-cp", classes, "-d", folder.toString(), source));
        List<String> command = new ArrayList<>(JvmArguments.lines());
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-preview", "-cp", folder + File.pathSeparator + classes, "StructuredScope",
                Integer.toString(workers)));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        assertEquals(List.of("[ada0, ada1, ada2]", "thrown for this test"), Files.readAllLines(output));
    }
}
