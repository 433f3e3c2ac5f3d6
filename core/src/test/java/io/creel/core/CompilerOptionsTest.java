package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerOptionsTest {
    private static final String OWN = "ControlIntrinsic,*::*,-_currentThread";

    private static List<String> undoing(Map<String, String> options) {
        return new CompilerOptions(options::get).undoing(Set.of("-XX:CompileCommand=" + OWN));
    }

    @Test
    void shouldFindNothingWhenOnlyItsOwnCommandControlsIntrinsics() {
        assertEquals(List.of(), undoing(Map.of()));
        assertEquals(List.of(), undoing(Map.of("CompileCommand", OWN + "\nquiet\n" + OWN + "\ndontinline,Foo::bar",
                "CompileCommandFile", "", "ControlIntrinsic", "", "UseJVMCICompiler", "false")));
    }

    @Test
    void shouldFindEachCommandWhenItControlsIntrinsicsInAnySpelling() {
        assertEquals(
                List.of("-XX:CompileCommand=controlintrinsic,Foo::*,-_fmaD",
                        "-XX:CompileCommand=option,*::*,ccstrlist,ControlIntrinsic,+_currentThread",
                        "-XX:CompileCommand=DisableIntrinsic,*::*,_fmaD"),
                undoing(Map.of("CompileCommand", "controlintrinsic,Foo::*,-_fmaD\n" + OWN
                        + "\noption,*::*,ccstrlist,ControlIntrinsic,+_currentThread\n"
                        + "DisableIntrinsic,*::*,_fmaD")));
    }

    @Test
    void shouldFindEachOptionWhenItIsSet() {
        assertEquals(
                List.of("-XX:ControlIntrinsic=+_fmaD", "-XX:DisableIntrinsic=_fmaF",
                        "-XX:+CompilerDirectivesIgnoreCompileCommands", "-XX:+UseJVMCICompiler"),
                undoing(Map.of("ControlIntrinsic", "+_fmaD", "DisableIntrinsic", "_fmaF",
                        "CompilerDirectivesIgnoreCompileCommands", "true", "UseJVMCICompiler", "true")));
    }

    @Test
    void shouldReadTheFilesAndDistrustThemWhenTheyCannotBeRead(@TempDir Path folder) throws IOException {
        Path harmless = Files.writeString(folder.resolve("harmless"), "quiet\ninline,Foo::bar\n");
        Path harmful = Files.writeString(folder.resolve("harmful"), "quiet\ndisableintrinsic,*::*,_fmaD\n");
        Path missing = folder.resolve("missing");
        for (String option : List.of("CompileCommandFile", "CompilerDirectivesFile")) {
            assertEquals(List.of(), undoing(Map.of(option, harmless.toString())));
            assertEquals(List.of("-XX:" + option + "=" + harmful), undoing(Map.of(option, harmful.toString())));
            assertEquals(List.of("-XX:" + option + "=" + missing), undoing(Map.of(option, missing.toString())));
        }
    }

    @Test
    void shouldSayWhatIsInForceWhenTheJvmWasTold() {
        CompilerOptions told = new CompilerOptions(
                Map.of("CompileCommand", "quiet\n" + OWN, "UnlockDiagnosticVMOptions", "true")::get);
        assertTrue(told.isInForce("-XX:CompileCommand=" + OWN));
        assertTrue(told.isInForce("-XX:+UnlockDiagnosticVMOptions"));
        CompilerOptions untold = new CompilerOptions(Map.of("UnlockDiagnosticVMOptions", "false")::get);
        assertFalse(untold.isInForce("-XX:CompileCommand=" + OWN));
        assertFalse(untold.isInForce("-XX:CompileCommand=quiet"));
        assertFalse(untold.isInForce("-XX:+UnlockDiagnosticVMOptions"));
    }

    @Test
    void shouldSeeAnOptionOfThisJvmWhenItWasGiven() {
        assertTrue(CompilerOptions.ofThisJvm().isInForce("-XX:CompileCommand=" + OWN));
        assertEquals(Set.of(), Set.copyOf(JvmArguments.undoing()));
    }
}
