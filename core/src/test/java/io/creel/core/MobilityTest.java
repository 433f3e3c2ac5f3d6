package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fact 1: the observations of a coroutine that changes thread, with and without the protecting arguments. */
class MobilityTest {
    private static final String HOPS = "200000";

    @Test
    void shouldSeeTheRightThreadWhenRoamingWithTheFlag() {
        Fork fork = Fork.run(Fork.ALL, Hops.class, HOPS, "ROAMING");
        assertTrue(fork.output().contains("wrongThreads=0 wrongLocals=0 wrongLocks=0 map=200000"), fork.output());
        assertTrue(number(fork, "moves") > 100_000, fork.output());
    }

    /** The canary: without protection the same program must fail, or the test above shows nothing. */
    @Test
    void shouldSeeAStaleThreadWhenRoamingIsForcedWithoutTheFlag() {
        Fork fork = Fork.run(Fork.WITHOUT_ROAMING, Hops.class, HOPS, "FORCED");
        System.out.println("canary of fact 1, without the flag: " + fork.output().strip());
        assertTrue(number(fork, "wrongThreads") > 1_000, fork.output());
    }

    /** Each of these arguments undoes the flag. The canary beside each refusal shows it. */
    @Test
    void shouldRefuseRoamingWhenAnotherArgumentUndoesTheFlag(@TempDir Path folder) throws IOException {
        Path commands = Files.writeString(folder.resolve("commands"), "controlintrinsic,*::*,+_currentThread\n");
        Path directives = Files.writeString(folder.resolve("directives"),
                "[{ match: \"*.*\", c2: { ControlIntrinsic: \"+_fmaD\" } }]");
        for (String argument : List.of("-XX:CompileCommand=ControlIntrinsic,io.creel.core.Hops::*,-_fmaD",
                "-XX:CompileCommandFile=" + commands, "-XX:CompilerDirectivesFile=" + directives,
                "-XX:+CompilerDirectivesIgnoreCompileCommands")) {
            List<String> command = new ArrayList<>(Fork.ALL);
            command.add(argument);
            Fork refused = Fork.run(command, Hops.class, HOPS, "ROAMING");
            assertEquals(1, refused.exitCode(), refused.output());
            assertTrue(
                    refused.output()
                            .contains(
                                    "roaming refused, a coroutine that changes thread would see a stale current thread. Remove these"
                                            + " arguments, which undo the ControlIntrinsic line of creel.args:\n  "
                                            + argument
                                            + "\n"),
                    refused.output());
            Fork forced = Fork.run(command, Hops.class, HOPS, "FORCED");
            System.out.println("canary of fact 1, with " + argument + ": " + forced.output().strip());
            assertTrue(number(forced, "wrongThreads") > 1_000, forced.output());
        }
    }

    @Test
    void shouldRoamWhenACommandFileControlsNoIntrinsic(@TempDir Path folder) throws IOException {
        Path commands = Files.writeString(folder.resolve("commands"), "quiet\ndontinline,Foo::bar\n");
        List<String> command = new ArrayList<>(Fork.ALL);
        command.add("-XX:CompileCommandFile=" + commands);
        Fork fork = Fork.run(command, Hops.class, HOPS, "ROAMING");
        assertTrue(fork.output().contains("wrongThreads=0 wrongLocals=0 wrongLocks=0 map=200000"), fork.output());
    }

    @Test
    void shouldStayOnTheFirstThreadWhenHomedWithoutTheFlag() {
        Fork fork = Fork.run(Fork.WITHOUT_ROAMING, Hops.class, HOPS, "HOMED");
        assertTrue(fork.output().contains("moves=1 wrongThreads=0 wrongLocals=0 wrongLocks=0 map=200000"),
                fork.output());
    }

    /** The push is not a resume: nothing runs on the foreign carrier. */
    @Test
    void shouldGoOnAtHomeWhenAnotherCarrierResumesIt() {
        List<String> ranOn = new ArrayList<>();
        Carrier home = new Carrier("home");
        Carrier foreign = new Carrier("foreign");
        TestStash stash = new TestStash("stash");
        Coroutine homed = Coroutine.create(argument -> {
            ranOn.add(Coroutine.current().carrier.name());
            Coroutine.await(stash);
            ranOn.add(Coroutine.current().carrier.name());
        }, null, Mobility.HOMED);
        foreign.resume(homed); // a coroutine has no home before it has begun
        assertEquals(List.of("foreign"), ranOn);
        home.resume(stash.pop());
        assertEquals(List.of("foreign"), ranOn, "sent to its home, and not run yet");
        assertEquals(1, foreign.poll());
        assertEquals(List.of("foreign", "foreign"), ranOn);
        assertEquals(0, home.counters().resumed());
        assertEquals(CoroutineState.COMPLETED, homed.state());
    }

    @Test
    void shouldBeFreeWhenItHasNotBegun() {
        List<String> ranOn = new ArrayList<>();
        Carrier first = new Carrier("first");
        Carrier second = new Carrier("second");
        TestStash stash = new TestStash("stash");
        first.start(stash, argument -> ranOn.add(Coroutine.current().carrier.name()), null); // made there
        Coroutine homed = Coroutine.create(argument -> ranOn.add(Coroutine.current().carrier.name()), null,
                Mobility.HOMED);
        stash.push(homed);
        Batch batch = new Batch(2);
        assertEquals(2, second.resume(stash.drain(batch, 2)));
        assertEquals(List.of("second", "second"), ranOn);
    }

    @Test
    void shouldRefuseRoamingWhenTheFlagIsMissing() {
        Fork fork = Fork.run(Fork.WITHOUT_ROAMING, Hops.class, HOPS, "ROAMING");
        assertEquals(1, fork.exitCode());
        assertTrue(
                fork.output().contains(
                        """
                        roaming refused, a coroutine that changes thread would see a stale current thread. Start the program with \
                        -javaagent:creel-agent.jar, or add these lines, or all of them \
                        with @creel.args ('java -jar creel-core.jar --jvm-args' prints the file):
                          -XX:+UnlockDiagnosticVMOptions
                          -XX:CompileCommand=quiet
                          -XX:CompileCommand=ControlIntrinsic,*::*,-_currentThread
                        """),
                fork.output());
    }

    private static int number(Fork fork, String name) {
        Matcher matcher = Pattern.compile(name + "=(\\d+)").matcher(fork.output());
        assertTrue(matcher.find(), fork.output());
        return Integer.parseInt(matcher.group(1));
    }
}
