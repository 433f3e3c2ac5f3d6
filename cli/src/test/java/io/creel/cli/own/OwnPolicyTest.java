package io.creel.cli.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.CreelCommand;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.services.ServiceSpec;
import io.creel.schedulers.services.Services;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a user's policy, {@link NewestFirst}: with one class and one service line, every command knows its name. */
class OwnPolicyTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private String run(String... arguments) {
        out.getBuffer().setLength(0);
        int code = CreelCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(arguments);
        assertEquals(0, code, () -> out + " " + err);
        return out.toString();
    }

    @Test
    void shouldBeListed() {
        for (String command : new String[]{"policies", "sim", "explore"}) {
            assertTrue(run(command, "--list").lines().anyMatch(line -> line
                    .matches("  newest-first\\(quantum=5us\\) +The newest runs first. \\[a test]")), out::toString);
        }
    }

    @Test
    void shouldRunInTheSimulator() {
        assertTrue(run("sim", "--workers", "2", "--load", "0.5", "--requests", "20000", "--policy",
                "central/newest-first(2us),hash/newest-first").contains("central/newest-first(2us)"), out::toString);
    }

    @Test
    void shouldReplaceAnotherPolicyInAFaultPlan() {
        run("sim", "--workers", "2", "--load", "0.5", "--requests", "20000", "--fault",
                "swap:central/newest-first(2us)@1ms");
    }

    @Test
    void shouldBeExplored() {
        assertTrue(run("explore", "--policy", "central/newest-first(1.5us)", "--swap", "hash/newest-first", "--slices",
                "2,1", "--passed", "9", "--interferences", "2").contains(", which are all with at most 2"),
                out::toString);
    }

    @Test
    void shouldServeOnWorkersBeRecordedAndReplayed(@TempDir Path folder) {
        Path file = folder.resolve("decisions.txt");
        int code = CreelCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(
                "policies", "--policy", "central/newest-first(2us)", "--workers", "1", "--seconds", "0.1", "--warm-up",
                "0",
                "--load", "0.1", "--workload", "fixed:20us", "--record", file.toString());
        assertTrue(code == 0 || out.toString().contains("\n  VOID: "), () -> out + " " + err);
        assertTrue(Files.exists(file));
        assertTrue(
                run("replay", file.toString())
                        .matches("(?s).* of when:newest-first\\(2us\\).*  all the same\n"),
                out::toString);
    }

    @Test
    void shouldOrderAClassOfService() {
        Services services = Services.builder("net", 1, PolicyContext.of(new SplittableRandom(1), () -> 0))
                .add("class a: where central, when newest-first(2us)").build();
        assertTrue(services.get("a").placement().when(0) instanceof NewestFirst);
        assertTrue(services.get("a").swap(ServiceSpec.named("a").when("newest-first")));
    }
}
