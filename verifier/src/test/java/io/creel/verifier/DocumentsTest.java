package io.creel.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.verifier.contract.ClassContract;
import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.Names;
import io.creel.verifier.contract.World;
import io.creel.verifier.corpus.Rejected;
import io.creel.verifier.report.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** The pages about the specification and the codes are made from the annotations, the codes and the corpus. */
class DocumentsTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Path RESOURCES = Path.of("src/test/resources/io/creel/verifier");
    /** To write the pages anew: -Dcreel.verifier.docs=write. */
    private static final boolean WRITES = "write".equals(System.getProperty("creel.verifier.docs"));

    private static void compare(String page, String text) throws IOException {
        if (WRITES) {
            Files.writeString(DOCS.resolve(page), text);
        }
        assertEquals(Files.readString(DOCS.resolve(page)), text, "run the test with -Dcreel.verifier.docs=write");
    }

    @Test
    void shouldExplainEachCodeByAnExample() throws IOException {
        Map<String, String> examples = new TreeMap<>();
        for (Class<?> program : Corpus.all().filter(type -> type.isAnnotationPresent(Rejected.class)).toList()) {
            String code = program.getAnnotation(Rejected.class).value();
            if (!examples.containsKey(code)) {
                examples.put(code, Corpus.verify(program).faultText().strip());
            }
        }
        StringBuilder page = new StringBuilder(
                """
                # Codes of the verifier

                Made from the codes and the corpus of the verifier by `DocumentsTest`. A code never changes its meaning.
                `java io.creel.verifier.Main --explain CODE` prints the same explanation.

                | code | fault | annotation |
                |---|---|---|
                """);
        for (Code code : Code.values()) {
            page.append("| [").append(code).append("](#").append(code.name().toLowerCase(java.util.Locale.ROOT))
                    .append(") | ").append(code.title()).append(" | ")
                    .append(code.annotation().isEmpty() ? "" : "`@" + code.annotation() + "`").append(" |\n");
        }
        for (Code code : Code.values()) {
            page.append("\n## ").append(code).append("\n\n").append(capital(code.title())).append(". ")
                    .append(code.explanation()).append('\n');
            if (examples.containsKey(code.name())) {
                page.append("\n```\n").append(examples.get(code.name())).append("\n```\n");
            }
        }
        compare("verifier-codes.md", page.toString());
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
    }

    @Test
    void shouldListEachAnnotationAndEachContract() throws IOException {
        StringBuilder page = new StringBuilder(
                """
                # The specification of Creel's safety rules

                Made from the annotations by `DocumentsTest`. The rules stand next to the steps that they protect. The
                verifier reads them from class files and knows none of them by name; [its codes](verifier-codes.md) explain
                what it finds.

                ## Which annotations are there?

                | annotation | on | meaning |
                |---|---|---|
                """);
        annotations().forEach((name, row) -> page.append(row));
        page.append(
                """

                ## How do I check my classes?

                In a test: `Verifier.verify(MyPath.class).assertAccepted()`. In a shell, with the jars of `creel-verifier` and of
                ASM on the class path:

                ```
                java -cp ... io.creel.verifier.Main --class-path LIBRARIES --sources src/main/java target/classes
                ```

                The exit status is 0 for accepted, 1 for rejected, 2 for wrong input. `--json` writes JSON, `--trust PREFIX`
                excludes the bodies of classes, `--spec FILE` adds a specification of classes that you do not own:

                ```java
                @Owned class org.example.Buffer {
                    @Acquires(when = NON_NULL) allocate(int bytes);
                    @Releases free();
                    send(@Transfers(when = TRUE) Buffer buffer);
                    @NoSuspend field lock;
                }
                ```

                A member is found by its name and the simple names of the types of its parameters. `new` is a constructor.

                A class that is missing is a warning that names it, unless it is one of Creel's own. Jars of
                others are verified in the same way; decision 84 has the false alarms per thousand methods.

                While sources are compiled, a processor reports annotations that make no sense, with the same codes and
                messages. It sees no bodies. In the POM, the compiler plugin's `<annotationProcessorPaths>` gets

                ```xml
                <path><groupId>io.creel</groupId><artifactId>creel-verifier</artifactId>
                    <version>${creel.version}</version></path>
                ```

                and with javac, `-processorpath` gets the jars of `creel-verifier` and of ASM.


                ## What does the verifier assume?

                - A method sees the contracts of what it calls, not their bodies. A private method may suspend without an
                  annotation if all it does is visible in its class.
                - A call that keeps its contracts does not throw, unless it suspends, declares exceptions, or leads to code of
                  the user: a callback, an interface without a contract. Only such exceptions can lose a value.
                - A parameter of an owned type is lent unless an annotation says otherwise.
                - Two loads of a final field give the same value; two loads of another field need not.
                - A method marked `@TiedTo` that looks a value up is believed.
                - The array in a field marked `@Owned` owns its elements. A store takes out the element that
                  was loaded last, and the slot holds no other one. Other arrays and collections are not
                  followed: storing an owned value there is an escape.
                - A copy of an array that owns its elements must be stored in a field marked `@Owned`, or stay
                  within the method. A copy that is returned or passed on is not followed.
                - A field marked `@Stable` is set before any other code sees the object.
                - An exception that only a misuse can cause, such as `IllegalStateException`, loses no value.
                - A value of type `Object` is followed from the cast to an owned class on.

                ## When is the specification complete?

                If each annotation is needed. Without one of them, or with one that says less, the verifier
                accepts a program that it rejects now. `CompletenessTest` deletes and weakens each
                annotation of the packet path, one at a time, and verifies the corpus anew: at least eight
                rejected programs per rule, each beside its smallest repair, and for each method of the path
                one that calls it and leaves that annotation out. An annotation that promises something to
                callers has another effect: an accepted program is rejected. An annotation without any
                effect is dead. It is deleted, or it stands in
                `verifier/src/test/resources/io/creel/verifier/dead.txt` with the reason why it stays.

                """);
        page.append(Files.readString(RESOURCES.resolve("completeness.txt")));
        page.append(
                """

                Deleting any unlock, push, release or transition from an accepted program leads to a rejection; the mutants
                that survive are listed with their reasons in `survivors.txt` beside it.

                ### Which orders of steps are rejected although they work?

                `StepOrdersTest` runs the steps of a UDP datagram in every order and number, without any
                check. Orders that deliver the datagram and are rejected make the list "too strict":

                """);
        page.append(Files.readString(RESOURCES.resolve("orders.txt")));
        page.append(
                """

                ## What do Creel's classes require and do?

                """);
        page.append(contracts());
        compare("specification.md", page.toString());
    }

    private static Map<String, String> annotations() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("../core/src/main/java/io/creel/core/spec"))) {
            for (Path file : files.toList()) {
                String source = Files.readString(file);
                Matcher name = Pattern.compile("public @interface (\\w+)").matcher(source);
                if (name.find()) {
                    String comment = source.substring(source.indexOf("/**") + 3, source.indexOf("*/"))
                            .replaceAll("\n \\* ?", " ").strip();
                    String first = comment.split("(?<=\\.) |<p>|<pre>")[0].strip()
                            .replaceAll("\\{@link (\\w+)}", "`@$1`");
                    Matcher target = Pattern.compile("@Target\\((.*?)\\)").matcher(source);
                    String on = target.find()
                            ? target.group(1).replaceAll("ElementType\\.|[{}]", "").toLowerCase(java.util.Locale.ROOT)
                                    .replace("_", " ")
                            : "";
                    rows.put(name.group(1), "| `@" + name.group(1) + "` | " + on + " | " + first + " |\n");
                }
            }
        }
        return rows;
    }

    private static String contracts() throws IOException {
        World world = new World(type -> DocumentsTest.class.getResourceAsStream("/" + type + ".class"));
        world.specify("jdk.spec", new String(Verifier.class.getResourceAsStream("jdk.spec").readAllBytes(),
                StandardCharsets.UTF_8));
        StringBuilder text = new StringBuilder();
        for (String module : List.of("core", "queues", "net", "ip", "schedulers")) {
            Map<String, String> classes = new TreeMap<>();
            for (Path file : classFiles(Path.of("..", module, "target", "classes"))) {
                String name = file.toString().replace(".class", "");
                ClassNode node = world.find(name);
                if (node != null && (node.access & Opcodes.ACC_PUBLIC) != 0) {
                    String lines = lines(world, node);
                    if (!lines.isEmpty()) {
                        classes.put(Names.dotted(name), lines);
                    }
                }
            }
            if (!classes.isEmpty()) {
                text.append("### Module `").append(module).append("`\n");
                classes.forEach((name, lines) -> text.append("\n`").append(name).append("`\n").append(lines));
                text.append('\n');
            }
        }
        return text.toString().stripTrailing() + "\n";
    }

    private static List<Path> classFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class") && !file.endsWith("module-info.class"))
                    .map(folder::relativize).sorted().toList();
        }
    }

    private static String lines(World world, ClassNode node) {
        StringBuilder text = new StringBuilder();
        ClassContract type = world.contract(node.name);
        if (type.owned || type.borrowed || !type.states.isEmpty()) {
            text.append("- ").append(type.owned
                    ? "owned" + (type.ownedIn.isEmpty()
                            ? ""
                            : " in state " + String.join(", ", type.ownedIn))
                    : "lent")
                    .append(type.states.isEmpty() ? "" : "; states " + String.join(", ", type.states)).append('\n');
        }
        List<String> rows = new ArrayList<>();
        for (MethodNode method : node.methods) {
            boolean isVisible = (method.access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0
                    && (method.access & Opcodes.ACC_SYNTHETIC) == 0;
            MethodContract contract = world.own(node.name, method.name, method.desc);
            if (isVisible && contract != null && !contract.isEmpty()) {
                List<String> types = new ArrayList<>();
                for (Type each : Type.getArgumentTypes(method.desc)) {
                    types.add(Names.simple(each.getClassName()));
                }
                rows.add("- `" + method.name + "(" + String.join(", ", types) + ")`: `"
                        + String.join("`; `", contract.texts()) + "`\n");
            }
        }
        rows.sort(String::compareTo);
        rows.forEach(text::append);
        return text.toString();
    }
}
