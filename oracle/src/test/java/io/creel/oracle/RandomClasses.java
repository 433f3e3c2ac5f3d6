package io.creel.oracle;

import io.creel.agent.check.CheckLevel;
import io.creel.agent.check.Weaver;
import io.creel.oracle.CorpusClasses.Sample;
import io.creel.verifier.Verifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles random programs in memory, verifies them, and loads them with the checks in them. */
final class RandomClasses extends ClassLoader {
    private static final String IMPORTS = """
                                          package io.creel.verifier.corpus;
                                          import io.creel.core.*;
                                          import io.creel.core.spec.*;
                                          import io.creel.net.*;
                                          import io.creel.net.wire.DropReason;
                                          import io.creel.queues.*;
                                          import io.creel.schedulers.Worker;
                                          import io.creel.verifier.corpus.Domain.*;
                                          """;
    private final Map<String, byte[]> files = new HashMap<>();
    private final Map<String, Set<String>> codes = new HashMap<>();
    private final CorpusClasses checked;
    private final List<RandomProgram> compiled;

    RandomClasses(List<RandomProgram> programs) {
        super("random", RandomClasses.class.getClassLoader());
        List<RandomProgram> left = new ArrayList<>(programs);
        while (!compile(left)) {
            // without those that the compiler has refused
        }
        compiled = left;
        files.forEach((type, bytes) -> codes.put(type,
                new TreeSet<>(new Verifier().loader(this).add(type, bytes).run().codes())));
        checked = new CorpusClasses(this, Weaver.of(this, CheckLevel.TRACE));
    }

    /** Compiles programs. Returns false, without those that cannot be compiled, if there are some. */
    private boolean compile(List<RandomProgram> programs) {
        DiagnosticCollector<JavaFileObject> errors = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> out = new HashMap<>();
        List<JavaFileObject> sources = new ArrayList<>();
        for (RandomProgram each : programs) {
            sources.add(new SimpleJavaFileObject(URI.create("mem:///" + each.name + ".java"), Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreErrors) {
                    return IMPORTS + each.source();
                }
            });
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileManager manager = new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(Location location, String type, Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("mem:///" + type + ".class"), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return out.computeIfAbsent(type, key -> new ByteArrayOutputStream());
                    }
                };
            }
        };
        boolean sound = compiler.getTask(null, manager, errors, List.of("-parameters", "-g", "-proc:none", "-nowarn",
                "-XDignore.symbol.file", "-cp", System.getProperty("java.class.path")), null, sources).call();
        if (!sound) {
            for (var each : errors.getDiagnostics()) {
                programs.removeIf(program -> each.getKind() == Diagnostic.Kind.ERROR
                        && each.getSource().getName().equals("/" + program.name + ".java"));
            }
            return false;
        }
        out.forEach((type, bytes) -> files.put(type, bytes.toByteArray()));
        return true;
    }

    /** Returns the programs that could be compiled. A moved statement may declare a variable twice. */
    List<RandomProgram> compiled() {
        return compiled;
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        byte[] known = files.get(name.replace(".class", "").replace('/', '.'));
        return known != null ? new ByteArrayInputStream(known) : super.getResourceAsStream(name);
    }

    /** Returns the codes of the verifier for a program; none if it is accepted. */
    Set<String> codes(RandomProgram program) {
        return codes.get(RandomProgram.PACKAGE + "." + program.name);
    }

    /** Runs every schedule of a program up to a bound, until any check trips. */
    Verdict explore(RandomProgram program, int interferences, long schedules) {
        Sample sample = new Sample(checked.type(RandomProgram.PACKAGE + "." + program.name), null);
        return Verdict.of(checked, sample, Set.of(), interferences, schedules);
    }
}
