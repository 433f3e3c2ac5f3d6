package io.creel.jmh;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

class BenchmarksTest {
    private static final OutputFormat SILENT = OutputFormatFactory
            .createFormatInstance(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                    VerboseMode.SILENT);

    static Stream<Part> parts() {
        return Benchmarks.all().stream()
                .map(question -> question instanceof TreeQuestion tree ? tree.steady() : question)
                .filter(JmhQuestion.class::isInstance).map(JmhQuestion.class::cast)
                .flatMap(question -> question.parts().stream());
    }

    @ParameterizedTest
    @MethodSource("parts")
    void shouldPlanTheBaselineBesideEveryPeer(Part part) throws Exception {
        List<JmhQuestion.Run> runs = JmhQuestion.plan(part, new CommandLineOptions(), SILENT);
        assertFalse(runs.isEmpty(), "no JMH benchmark in " + part.type());
        for (JmhQuestion.Run run : runs) {
            assertTrue(runs.stream().anyMatch(
                    other -> other.peer().equals(part.baseline()) && other.params().equals(run.params())),
                    run.toString());
            assertDoesNotThrow(() -> JmhQuestion.operations(run));
        }
        for (String peer : part.peers()) {
            assertTrue(runs.stream().anyMatch(run -> run.peer().equals(peer)), "no such peer: " + peer);
        }
    }

    @Test
    void shouldReachEveryBenchmarkMethodByAWord() {
        for (Class<?> type : parts().<Class<?>>map(Part::type).distinct().toList()) {
            List<String> reached = parts().filter(part -> part.type() == type).flatMap(BenchmarksTest::peers).distinct()
                    .sorted().toList();
            List<String> written = Arrays.stream(type.getMethods())
                    .filter(method -> method.isAnnotationPresent(Benchmark.class)).map(Method::getName).sorted()
                    .toList();
            assertEquals(written, reached, type.getName());
        }
    }

    private static Stream<String> peers(Part part) {
        try {
            return JmhQuestion.plan(part, new CommandLineOptions(), SILENT).stream().map(JmhQuestion.Run::peer);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldRestrictPeersAndParametersWhenTheUserDoes() throws Exception {
        Part part = ((JmhQuestion) Benchmarks.find("switch").orElseThrow()).parts().getFirst();
        List<JmhQuestion.Run> runs = JmhQuestion.plan(part, new CommandLineOptions("-p", "batch=7", "-p", "peer=creel"),
                SILENT);
        assertEquals(List.of("bareContinuation", "creel", "bareContinuation", "creel"),
                runs.stream().map(JmhQuestion.Run::peer).toList());
        assertTrue(runs.stream().allMatch(run -> run.params().get("batch").equals("7")));
    }

    @Test
    void shouldNameTheKnownOnesWhenTheWordIsUnknown() throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = BenchMain.run(new String[]{"--bench=swich"}, System.out, new PrintStream(err, true));
        assertEquals(2, code);
        assertEquals("There is no benchmark 'swich'; say -Dbench= and one of: " + String.join(", ", Benchmarks.names())
                + "." + System.lineSeparator(), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void shouldSayWhichOptionIsWrongWhenJmhDoesNotKnowIt() throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = BenchMain.run(new String[]{"--bench=switch", "--jmh=-nonsense"}, System.out,
                new PrintStream(err, true));
        assertEquals(2, code);
        assertTrue(err.toString(StandardCharsets.UTF_8).startsWith("JMH does not know the options in -Dbench.args: "));
    }
}
