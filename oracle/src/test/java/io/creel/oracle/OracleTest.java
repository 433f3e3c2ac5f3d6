package io.creel.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.oracle.programs.KeepsItsLock;
import io.creel.oracle.programs.LeaksItsLock;
import io.creel.oracle.programs.LosesARefusedHandle;
import io.creel.oracle.programs.NeverEnds;
import io.creel.oracle.programs.ReadsThenWrites;
import io.creel.sim.explore.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The oracle as a user's test calls it. */
class OracleTest {
    @Test
    void shouldSayThatARepairedProgramKeepsEveryRule() {
        OracleResult result = Oracle.of(KeepsItsLock.class).explore().assertKept();
        assertTrue(result.complete());
        assertTrue(result.runs() > 40, result::toString);
        assertEquals(0, result.cutRuns());
    }

    private static String report(OracleResult result) {
        return plain(assertThrows(AssertionError.class, result::assertKept).getMessage());
    }

    /** Leaves out what differs from one JVM to the next. */
    private static String plain(String text) {
        return text.replaceAll("@[0-9a-f]+", "@1").replaceAll("ms=\\d+", "ms=1");
    }

    /** The document shows this program and its report. */
    @Test
    void shouldReportTheShortestScheduleInWordsWithLines() throws IOException {
        String report = report(Oracle.of(LeaksItsLock.class).explore());
        assertEquals("""
                     CR014: a lock is still held where an exception leaves the method, lock=counter: \
                     at=LeaksItsLock.lambda$start$0(LeaksItsLock.java:19), coroutine=LeaksItsLock@1
                       seed 0, trace 0x3.2
                       1. reader begins, on worker 0
                       2. reader is cancelled
                       3. worker 0 resumes what was sent to it
                       4. writer begins, on worker 1
                     program=LeaksItsLock, schedules=4, cut=0, complete=false, broken=true, ms=1""", report);
        String document = plain(Files.readString(Path.of("../docs/oracle.md")));
        assertTrue(document.contains(report), "the document shows the report");
        String source = Files.readString(Path.of("src/test/java/io/creel/oracle/programs/LeaksItsLock.java"));
        assertTrue(document.contains(source.substring(source.indexOf("public final class"))),
                "the document shows the program");
    }

    @Test
    void shouldFindWhatOnlyARefusalShows() {
        String report = report(Oracle.of(LosesARefusedHandle.class).explore());
        assertTrue(report.startsWith("CR001: a value is lost, still owned where the method returns: at="), report);
        assertTrue(report.contains("to refuses a handle at LosesARefusedHandle.java:17"), report);
    }

    @Test
    void shouldFindALostUpdateThatBreaksNoRule() {
        String report = report(Oracle.of(ReadsThenWrites.class).explore());
        assertTrue(report.startsWith("update lost: value=1\n"), report);
        assertTrue(report.contains("worker 0 is descheduled between read and write at ReadsThenWrites.java:20"),
                report);
        Oracle.of(ReadsThenWrites.class).workers(1).explore().assertKept();
        Oracle.of(ReadsThenWrites.class).interferences(0).explore().assertKept();
    }

    @Test
    void shouldFindTheSameByRandomRunsAndReplayIt() {
        OracleResult found = Oracle.of(ReadsThenWrites.class).random(1);
        Failure failure = found.failure();
        Failure again = Oracle.of(ReadsThenWrites.class).replay(failure.trace().toString());
        assertEquals(failure.events(), again.events());
        assertNull(Oracle.of(ReadsThenWrites.class).replay("-"));
    }

    /** The canary: it is a check that tells the line. */
    @Test
    void shouldSeeOnlyTheConsequenceOfALossWithoutChecks() {
        String report = report(Oracle.of(LosesARefusedHandle.class).unchecked().explore());
        assertTrue(report.startsWith("a coroutine does not end although it is cancelled: coroutine=waiter\n"), report);
    }

    @Test
    void shouldCutARunThatDoesNotEnd() {
        OracleResult result = Oracle.of(NeverEnds.class).interferences(0).explore();
        assertNull(result.failure());
        assertEquals(1, result.cutRuns());
    }

    @Test
    void shouldNotCallAnUnfinishedExplorationKept() {
        OracleResult some = Oracle.of(KeepsItsLock.class).runs(3).explore();
        assertFalse(some.complete());
        some.assertNotBroken();
        assertTrue(report(some).startsWith("not every schedule was run, allow more runs or fewer interferences: "
                + "program=KeepsItsLock, schedules=3, cut=0, complete=false, broken=false"));
    }

    @Test
    void shouldRefuseWrongInput() {
        SmallProgram lambda = workers -> {
        };
        assertEquals("a program must be a static class with a constructor without parameters: program=X",
                refusal(() -> Oracle.of(lambda.getClass())).replaceAll("program=.*", "program=X"));
        Oracle oracle = Oracle.of(KeepsItsLock.class);
        assertEquals("workers out of range: workers=9, least=1, most=8", refusal(() -> oracle.workers(9)));
        assertEquals("negative bound: interferences=-1", refusal(() -> oracle.interferences(-1)));
        assertEquals("too few runs: runs=0, least=1", refusal(() -> oracle.runs(0)));
        assertEquals("the package does not contain the program: package=org.other, program="
                + KeepsItsLock.class.getName(), refusal(() -> oracle.checking("org.other")));
    }

    private static String refusal(org.junit.jupiter.api.function.Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }
}
