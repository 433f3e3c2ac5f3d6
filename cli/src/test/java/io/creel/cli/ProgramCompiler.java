package io.creel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compiles a program with the arguments that the build gives javac for its checks. */
final class ProgramCompiler {
    private ProgramCompiler() {
    }

    /** Returns javac's messages; empty if the program compiles. */
    static String compile(Path folder, String program) throws Exception {
        Path source = Files.writeString(folder.resolve("Program.java"), program);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
        String pom = Files.readString(Path.of("../pom.xml"));
        int from = pom.indexOf("<id>default-compile</id>");
        Matcher argument = Pattern.compile("<arg>(.*)</arg>")
                .matcher(pom.substring(from, pom.indexOf("</execution>", from)));
        while (argument.find()) {
            command.add(argument.group(1).replace("${ignored.refusals}", "ERROR"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "-processorpath",
                System.getProperty("java.class.path"), "-proc:none", "-d", folder.toString(), source.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(said.contains("error:"), process.waitFor() != 0, said);
        return said;
    }
}
