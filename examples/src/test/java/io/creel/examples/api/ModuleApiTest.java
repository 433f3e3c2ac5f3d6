package io.creel.examples.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows that each kind of declaration is in the dump as its source has it, and that nothing hidden is. */
class ModuleApiTest {
    private static final Map<String, String> SOURCES = Map.of("module-info.java", "module sample { exports open; }",
            "hidden/Hidden.java", "package hidden; public class Hidden { public void notApi() { } }",
            "open/package-info.java", "@Deprecated package open;",
            "open/Mark.java", """
                              package open;
                              import java.lang.annotation.*;
                              @Retention(RetentionPolicy.CLASS) @Target(ElementType.TYPE_USE)
                              public @interface Mark { int[] value() default {1, 2}; }
                              """,
            "open/Order.java", "package open; public enum Order { SECOND, FIRST; public int weight() { return 1; } }",
            "open/Pair.java",
            "package open; public record Pair<T extends Number & Runnable>(T left, @Mark(3) String right) { }",
            "open/Shape.java",
            """
            package open;
            import java.util.*;
            public abstract sealed class Shape extends Base implements Comparable<Shape> permits Shape.Round {
                public static final int LIMIT = 7;
                String packagePrivate;
                protected Shape(@Mark List<? extends @Mark String> names, int... sizes) throws Exception { }
                public static final class Round extends Shape {
                    Round() throws Exception { super(null); }
                    protected void notApi() { }
                    @Override public int compareTo(Shape other) { return 0; }
                }
                protected abstract class Inner { public Inner(long id) { } }
                @Deprecated public final <E extends Exception> @Mark String @Mark [] find(@Mark String key) throws E {
                            return null;
                        }
                private void secret() { }
            }
            class Base { public boolean inherited(Map.Entry<String, int[]> entry) { return false; } }
            """);

    @TempDir
    private Path folder;

    private List<String> dump() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-parameters", "-d", folder.resolve("classes").toString()));
        for (Map.Entry<String, String> source : SOURCES.entrySet()) {
            Path file = folder.resolve("source").resolve(source.getKey());
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        var said = new StringWriter();
        int code = ToolProvider.findFirst("javac").orElseThrow().run(new PrintWriter(said), new PrintWriter(said),
                arguments.toArray(String[]::new));
        assertEquals(0, code, said::toString);
        return new ModuleApi(ModuleFinder.of(folder.resolve("classes")).find("sample").orElseThrow()).lines();
    }

    @Test
    void shouldWriteEachKindOfDeclarationAsItsSourceDoes() throws IOException {
        assertEquals(
                """

                @Deprecated package open
                @Retention(value=CLASS) @Target(value={TYPE_USE}) public @interface Mark
                    public abstract int[] value() default {1, 2}
                public enum Order
                    SECOND
                    FIRST
                    public int weight()
                public record Pair<T extends Number & Runnable>
                    public Pair(T left, @Mark(value={3}) String right)
                    public final boolean equals(Object o)
                    public final int hashCode()
                    public T left()
                    public @Mark(value={3}) String right()
                    public final String toString()
                public abstract sealed class Shape implements Comparable<Shape> permits Shape.Round
                    public static final int LIMIT = 7
                    protected Shape(@Mark java.util.List<? extends @Mark String> names, int... sizes) throws Exception
                    @Deprecated public final <E extends Exception> @Mark String @Mark [] find(@Mark String key) throws E
                    public boolean inherited(java.util.Map.Entry<String, int[]> entry)
                protected abstract class Shape.Inner
                    public Inner(long id)
                public static final class Shape.Round extends Shape
                    public int compareTo(Shape other)
                """,
                String.join("\n", dump()) + "\n");
    }
}
