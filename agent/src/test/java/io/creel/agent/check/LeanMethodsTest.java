package io.creel.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.agent.check.programs.PacketPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** A method that only uses what it is lent neither counts what it acquires nor catches exceptions. */
class LeanMethodsTest {
    private static List<String> checks(String method, CheckLevel level) throws IOException {
        return checks(PacketPath.class.getName(), method, level);
    }

    private static List<String> checks(String program, String method, CheckLevel level) throws IOException {
        ClassNode type = new ClassNode();
        new ClassReader(Weaver.weave(WovenLoader.bytes(program), WovenLoader.world(), level))
                .accept(type, 0);
        MethodNode found = type.methods.stream().filter(each -> each.name.equals(method)).findFirst().orElseThrow();
        List<String> calls = new ArrayList<>();
        found.instructions.forEach(insn -> {
            if (insn instanceof MethodInsnNode call && call.owner.startsWith("io/creel/agent/check/")
                    && !call.owner.contains("/programs/")) {
                calls.add(call.name);
            }
        });
        calls.add("handlers=" + found.tryCatchBlocks.size());
        return calls;
    }

    @Test
    void shouldOnlyLookAtWhatIsUsed() throws IOException {
        assertEquals(List.of("context", "lentIn", "use", "handlers=0"), checks("pick", CheckLevel.ON));
    }

    /** With traces, each method says that it is on the stack. */
    @Test
    void shouldBeginAndEndInATrace() throws IOException {
        assertEquals(List.of("context", "enter", "lentIn", "use", "leave", "thrown", "handlers=1"),
                checks("pick", CheckLevel.TRACE));
    }

    /** A use that follows another one of the same value in a straight line is not checked again. */
    @ParameterizedTest
    @CsvSource({"inARow, 1", "inALoop, 1", "acrossACallOfTheUser, 2", "acrossACallWithCodeOfTheUser, 2",
            "acrossAnAssignment, 2", "behindABranch, 2", "inBothBranches, 2", "behindARelease, 2", "behindAHandler, 2"})
    void shouldCheckAgainOnlyWhereSomethingMayHaveChanged(String method, int uses) throws IOException {
        String program = "io.creel.agent.check.programs.Uses";
        assertEquals(uses, Collections.frequency(checks(program, method, CheckLevel.ON), "use"));
        assertEquals(2, Collections.frequency(checks(program, method, CheckLevel.TRACE), "use"));
    }

    /** The canary: this method owns packets. */
    @Test
    void shouldPruneWhatAMethodMayAcquire() throws IOException {
        List<String> checks = checks("run", CheckLevel.ON);
        assertEquals(List.of("context", "enter", "acquired"), checks.subList(0, 3));
        assertEquals(List.of("leave", "thrown", "handlers=1"), checks.subList(checks.size() - 3, checks.size()));
    }
}
