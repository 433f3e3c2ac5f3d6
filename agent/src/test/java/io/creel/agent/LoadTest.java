package io.creel.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.VirtualMachine;
import io.creel.polledprogram.PolledMain;
import io.creel.program.AcceptedMain;
import io.creel.program.IsolatedMain;
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
        assertEquals("the agent runs already, name it once; these options are ignored: options=Options[check=ON,"
                + " verifies=true, polls=null]", AgentCodes.sentence("CA003", run.out()));
        assertTrue(run.out().contains("coroutine runs with 41"), run.out());
        assertEquals(0, run.status(), run.out());
    }

    @Test
    void shouldNotStartWithAnUnknownOption() {
        AgentJar.Run run = AgentJar.run("chek=on", AcceptedMain.class.getName());
        assertEquals("unknown option of the agent, use some of check=off|on|trace, verify=on|off, polls=PACKAGE:"
                + " option=chek=on", AgentCodes.sentence("CA001", run.out()));
        assertEquals(1, run.out().lines().count(), run.out());
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
        assertEquals("polls refused, a poll in this code could hang another thread: package=org.jctools.queues,"
                + " never=org.jctools", AgentCodes.sentence("CA008", run.out()));
        assertEquals(1, run.out().lines().count(), run.out());
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
            String sentence = AgentCodes.sentence("CA002", all.toString());
            assertTrue(sentence.matches("the agent was attached late, so methods that run already are not checked,"
                    + " values of loaded classes keep their facts in a table, and these classes get no polls:"
                    + " loaded=[1-9]\\d*, rejected=0"), sentence);
            assertTrue(all.toString().contains("late class runs"), all.toString());
            assertEquals(0, process.waitFor(), all.toString());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldSayThatAClassLoaderDoesNotShareCreel() {
        AgentJar.Run run = AgentJar.run("check=on", IsolatedMain.class.getName());
        String sentence = AgentCodes.sentence("CA007", run.out());
        assertTrue(
                sentence.startsWith("the classes of this class loader get no checks and no polls, because it does not"
                        + " share Creel or the agent with the class path: loader=java.net.URLClassLoader@"),
                sentence);
        assertTrue(sentence.endsWith(", class=io/creel/agent/check/ValueChecks.class"), sentence);
        assertTrue(run.out().contains("coroutine runs with 41"), run.out());
        assertEquals(0, run.status(), run.out());
    }

    /** The canary: a class loader that shares them gets checks, and no sentence. */
    @Test
    void shouldSayNothingAboutTheClassPath() {
        AgentJar.Run run = AgentJar.run("check=on", AcceptedMain.class.getName());
        assertFalse(run.out().contains("CA007"), run.out());
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
