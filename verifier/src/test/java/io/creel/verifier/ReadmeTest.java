package io.creel.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's wrong program is rejected with the words that README shows, and its repair is accepted. */
class ReadmeTest {
    private static final String TITLE = "## A rule that is checked";

    @TempDir
    Path folder;

    /** The fenced blocks of the section: the wrong program, the message, the repair. */
    private static List<String> blocks() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String section = readme.substring(readme.indexOf(TITLE));
        List<String> blocks = new ArrayList<>();
        int at = 0;
        while (blocks.size() < 3) {
            int begin = section.indexOf('\n', section.indexOf("```", at)) + 1;
            int end = section.indexOf("```", begin);
            blocks.add(section.substring(begin, end));
            at = end + 3;
        }
        return blocks;
    }

    private VerifierResult result(String program) throws IOException {
        Path source = Files.writeString(folder.resolve("Answer.java"), program);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-g", "-cp",
                System.getProperty("java.class.path"), "-d", classes.toString(), source.toString()));
        Verifier verifier = new Verifier().sources(folder);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            verifier.classPath(Path.of(entry));
        }
        return verifier.add("Answer", Files.readAllBytes(classes.resolve("Answer.class"))).run();
    }

    @Test
    void shouldRejectTheWrongProgramInTheWordsOfReadme() throws IOException {
        List<String> blocks = blocks();
        VerifierResult result = result(blocks.get(0));
        assertEquals(blocks.get(1), result.faultText().stripTrailing() + "\n");
    }

    @Test
    void shouldAcceptTheRepair() throws IOException {
        List<String> blocks = blocks();
        String wrong = blocks.get(0).lines().toList().get(6) + "\n";
        String repaired = blocks.get(0).replace(wrong, blocks.get(2));
        assertTrue(repaired.contains("packet.release()"), repaired);
        VerifierResult result = result(repaired);
        assertTrue(result.isAccepted(), result::text);
    }
}
