package io.creel.examples;

import io.creel.core.Coroutine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the JVM argument file, for programs that use Creel as a library. */
@Command(name = "jvm-args", description = "Print the JVM arguments a program on Creel needs: save them, then java @FILE.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class)
final class JvmArgsCommand implements Callable<Integer> {
    private static final String RESOURCE = "creel.args";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (InputStream resource = Coroutine.class.getResourceAsStream(RESOURCE)) {
            spec.commandLine().getOut().print(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
            spec.commandLine().getOut().flush();
        }
        return 0;
    }
}
