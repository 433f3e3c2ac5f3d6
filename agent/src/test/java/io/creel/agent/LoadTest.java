package io.creel.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.VirtualMachine;
import io.creel.polledprogram.PolledMain;
import io.creel.program.AcceptedMain;
import io.creel.program.RejectedMain;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs under the agent, each in a JVM of its own. */
class LoadTest {
    @Test
    void shouldRefuseTheMainOfARejectedClass() {
        AgentJar.Run run = AgentJar.run("", RejectedMain.class.getName());
        assertEquals(1, run.status(), run.out());
        assertTrue(run.out().contains("java.lang.VerifyError: the verifier rejects the class: class="
                + RejectedMain.class.getName()), run.out());
        assertTrue(run.out().contains("error[CR003]: the result of Stash.push is ignored"), run.out());
        assertFalse(run.out().contains("main runs"), run.out());
    }

    /** The canary. */
    @Test
    void shouldRunTheSameClassIfItIsNotVerified() {
        AgentJar.Run run = AgentJar.run("verify=off", RejectedMain.class.getName());
        assertTrue(run.out().contains("main runs with stash"), run.out());
        assertEquals(0, run.status(), run.out());
    }

    @Test
    void shouldRunAnAcceptedProgramWithEveryCheck() {
        AgentJar.Run run = AgentJar.run("check=trace", AcceptedMain.class.getName());
        assertTrue(run.out().contains("coroutine runs with 41"), run.out());
        assertEquals(0, run.status(), run.out());
    }

    @Test
    void shouldRunOnceIfItIsNamedTwice() {
        AgentJar.Run run = AgentJar.run("", "-javaagent:" + AgentJar.path() + "=check=on",
                AcceptedMain.class.getName());
        assertTrue(run.out().contains("CA003: the agent runs already, name it once"), run.out());
        assertTrue(run.out().contains("coroutine runs with 41"), run.out());
        assertEquals(0, run.status(), run.out());
    }

    @Test
    void shouldNotStartWithAnUnknownOption() {
        AgentJar.Run run = AgentJar.run("chek=on", AcceptedMain.class.getName());
        assertEquals("CA001: unknown option of the agent, use some of check=off|on|trace, verify=on|off, polls=PACKAGE:"
                + " option=chek=on", run.out().strip());
        assertEquals(2, run.status());
    }

    @Test
    void shouldPreemptCodeOfAnOptedInPackage() {
        AgentJar.Run run = AgentJar.run("check=on,polls=io.creel.polledprogram", PolledMain.class.getName());
        assertTrue(run.out().contains("the other coroutine ran before the loop ended: true"), run.out());
        assertEquals(0, run.status(), run.out());
    }

    /** The canary. */
    @Test
    void shouldNotPreemptCodeOfOtherPackages() {
        AgentJar.Run run = AgentJar.run("check=on,polls=io.creel.polledprograms", PolledMain.class.getName());
        assertTrue(run.out().contains("the other coroutine ran before the loop ended: false"), run.out());
        assertEquals(0, run.status(), run.out());
    }

    @Test
    void shouldNotStartWithPollsInALockFreeQueue() {
        AgentJar.Run run = AgentJar.run("polls=com.acme,polls=org.jctools.queues", AcceptedMain.class.getName());
        assertEquals("CA008: polls refused, a poll in this code could hang another thread: package=org.jctools.queues,"
                + " never=org.jctools", run.out().strip());
        assertEquals(2, run.status());
    }

    @Test
    void shouldVerifyWhatIsLoadedAlreadyIfItIsAttachedLate() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+EnableDynamicAgentLoading", "-cp",
                System.getProperty("java.class.path"), "@" + argumentFile(), AcceptedMain.class.getName(), "wait")
                .redirectErrorStream(true).start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            StringBuilder all = new StringBuilder();
            readUntil(out, "waits", all);
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(process.pid()));
            machine.loadAgent(AgentJar.path().toString(), "check=on");
            machine.detach();
            process.getOutputStream().write('\n');
            process.getOutputStream().close();
            readUntil(out, null, all);
            assertTrue(all.toString().contains("CA002: the agent was attached late"), all.toString());
            assertTrue(all.toString().contains("rejected=0"), all.toString());
            assertTrue(all.toString().contains("late class runs"), all.toString());
            assertEquals(0, process.waitFor(), all.toString());
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path argumentFile() {
        return Path.of("../core/src/main/resources/io/creel/core/creel.args");
    }

    private static void readUntil(BufferedReader out, String end, StringBuilder all) throws Exception {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            all.append(line).append('\n');
            if (line.equals(end)) {
                return;
            }
        }
        assertTrue(end == null, all::toString);
    }

    @Test
    void shouldReadOptions() {
        assertEquals(Options.of(null), Options.of(""));
        assertEquals(List.of(io.creel.agent.check.CheckLevel.ON, false),
                List.of(Options.of("check=on,verify=off").check(), Options.of("check=on,verify=off").verifies()));
    }
}
