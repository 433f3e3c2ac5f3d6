package io.creel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every volatile field of the libraries has a row in {@code docs/synchronization.md}, and every row names a field that
 * exists.
 */
class SharedFieldsTest {
    private static final List<String> MODULES = List.of("core", "queues", "net", "ip", "schedulers", "sim", "servers",
            "agent", "agrona");
    private static final Path DOCUMENT = Path.of("../docs/synchronization.md");
    /** {@code Type.field}, and fields after it that belong to the same type. */
    private static final Pattern NAME = Pattern.compile("`(?:\\w+\\.)*?(?:(\\w+)\\.)?(\\w+)`");

    private static Set<String> fields(boolean onlyVolatile) throws IOException {
        Set<String> fields = new TreeSet<>();
        for (String module : MODULES) {
            Path classes = Path.of("..", module, "target", "classes");
            assertTrue(Files.isDirectory(classes), () -> "compile the modules first: module=" + module);
            try (Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    ClassModel type = ClassFile.of().parse(Files.readAllBytes(file));
                    for (FieldModel field : type.fields()) {
                        if (!onlyVolatile || field.flags().has(AccessFlag.VOLATILE)) {
                            fields.add(simpleName(type) + "." + field.fieldName().stringValue());
                        }
                    }
                }
            }
        }
        return fields;
    }

    private static String simpleName(ClassModel type) {
        String name = type.thisClass().asInternalName();
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('$')) + 1);
    }

    /** The fields that the first cells of the document's rows name. */
    private static Set<String> named(String document) {
        Set<String> named = new TreeSet<>();
        int fields = Math.max(0, document.indexOf("## Fields"));
        int end = document.indexOf("\n## ", fields + 1);
        String section = document.substring(fields, end < 0 ? document.length() : end);
        for (String row : section.lines().filter(line -> line.startsWith("| `") && !line.contains("(the JDK's)"))
                .toList()) {
            String type = null;
            Matcher names = NAME.matcher(row.split("\\|")[1]);
            while (names.find()) {
                type = names.group(1) == null ? type : names.group(1);
                if (type != null) {
                    named.add(type + "." + names.group(2));
                }
            }
        }
        return named;
    }

    @Test
    void shouldDocumentEveryVolatileField() throws IOException {
        Set<String> missing = new TreeSet<>(fields(true));
        int all = missing.size();
        missing.removeAll(named(Files.readString(DOCUMENT)));
        System.out.println("volatile fields: all=" + all + ", without a row=" + missing.size());
        assertEquals(Set.of(), missing);
    }

    @Test
    void shouldNameOnlyFieldsThatExist() throws IOException {
        Set<String> types = new HashSet<>();
        Set<String> fields = fields(false);
        fields.forEach(field -> types.add(field.substring(0, field.indexOf('.'))));
        List<String> gone = named(Files.readString(DOCUMENT)).stream().filter(field -> !fields.contains(field))
                .toList();
        assertEquals(List.of(), gone, () -> "of types " + types.size());
    }

    @Test
    void shouldNoticeAFieldWithoutARow() {
        assertEquals(Set.of("A.b", "A.c", "E.f"),
                named("## Fields\n| `A.b`, `c`, `D.E.f` | volatile |\n| `g` | plain |\n## More\n| `H.i` |\n"));
    }
}
