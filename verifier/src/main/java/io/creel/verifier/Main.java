package io.creel.verifier;

import io.creel.verifier.contract.BadInput;
import io.creel.verifier.report.Code;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line: checks folders, jars and class files. Ends with 0 if all are accepted, 1 if one is rejected, 2 if
 * the command or its input is wrong.
 */
public final class Main {
    private static final String USAGE = """
                                        usage: creel-verify [option...] FILE...
                                          FILE                 a folder, a jar or a class file
                                          --class-path PATH    where the other classes are, separated like a class path
                                          --sources FOLDER     the root of the sources, whose lines appear in messages
                                          --spec FILE          a specification of classes that you do not own
                                          --trust PREFIX       do not check the bodies of classes whose name begins so
                                          --trusted FILE       a list of trusted classes: "CLASS — REASON" in each line
                                          --json               write the result as JSON
                                          --explain CODE       explain a code, such as CR012
                                        """;

    private Main() {
    }

    /**
     * Runs the command and ends the process.
     *
     * @param arguments
     *            as {@code --help} lists them
     */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            return follow(new ArrayList<>(arguments), out, err);
        } catch (BadInput bad) {
            err.println(bad.getMessage());
            return 2;
        } catch (IOException unreadable) {
            err.println("error[CR091]: the file cannot be read: file=" + unreadable.getMessage());
            return 2;
        }
    }

    private static int follow(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
        Verifier verifier = new Verifier();
        boolean json = false;
        int files = 0;
        while (!arguments.isEmpty()) {
            String argument = arguments.remove(0);
            if (argument.equals("--help")) {
                out.print(USAGE);
                return 0;
            } else if (argument.equals("--json")) {
                json = true;
            } else if (argument.startsWith("--") && arguments.isEmpty()) {
                err.println("the option needs a value: option=" + argument);
                return 2;
            } else if (argument.equals("--explain")) {
                return explain(arguments.remove(0), out, err);
            } else if (argument.startsWith("--")) {
                if (!option(verifier, argument, arguments.remove(0))) {
                    err.println("unknown option: option=" + argument);
                    err.print(USAGE);
                    return 2;
                }
            } else {
                verifier.add(Path.of(argument));
                files++;
            }
        }
        if (files == 0) {
            err.print(USAGE);
            return 2;
        }
        VerifierResult verdict = verifier.run();
        out.print(json ? verdict.json() : verdict.text());
        return verdict.isAccepted() ? 0 : 1;
    }

    private static boolean option(Verifier verifier, String name, String value) throws IOException {
        switch (name) {
            case "--class-path" -> {
                for (String entry : value.split(System.getProperty("path.separator"))) {
                    if (!Files.exists(Path.of(entry))) {
                        throw new BadInput("CR091", "an entry of the class path does not exist: file=" + entry);
                    }
                    verifier.classPath(Path.of(entry));
                }
            }
            case "--sources" -> verifier.sources(Path.of(value));
            case "--spec" -> verifier.specification(value, Files.readString(Path.of(value)));
            case "--trusted" -> verifier.trusting(TrustedClasses.read(value, Files.readString(Path.of(value)))::holds);
            case "--trust" -> verifier.trusting(type -> type.startsWith(value));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static int explain(String name, PrintStream out, PrintStream err) {
        Optional<Code> code = Code.named(name);
        if (code.isEmpty()) {
            err.println("unknown code: code=" + name + ", first=" + Code.values()[0] + ", last="
                    + Code.values()[Code.values().length - 1]);
            return 2;
        }
        out.println(code.get() + ": " + code.get().title());
        out.println();
        out.println(code.get().explanation());
        return 0;
    }
}
