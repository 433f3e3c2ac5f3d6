package io.creel.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.verifier.report.RuleFault;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Every operation of a list, every way to reach its owner, every wrong lock: all rejected, and accepted with the right
 * one.
 */
class WrongLockMatrixTest {
    private static final List<String> OPERATIONS = List.of("pushFront", "pushBack", "popFront", "popBack");
    private static final Map<String, String> OWNERS = new LinkedHashMap<>();
    private static final Map<String, String> LOCKS = new LinkedHashMap<>();

    static {
        OWNERS.put("Field", "mine");
        OWNERS.put("Argument", "argument");
        OWNERS.put("Static", "SHARED");
        OWNERS.put("Component", "holder.deque()");
        OWNERS.put("Path", "argument2.inner");
        OWNERS.put("Variable", "variable");
        LOCKS.put("Right", "%s.lock");
        LOCKS.put("None", "");
        LOCKS.put("OfAnother", "wrong.lock");
        LOCKS.put("Sibling", "%s.other");
        LOCKS.put("SiblingOfAnother", "wrong.other");
        LOCKS.put("ReleasedBefore", "early");
    }

    private static String source() {
        StringBuilder source = new StringBuilder("""
                                                 import io.creel.core.spec.Suspends;
                                                 import io.creel.verifier.corpus.LockedDeque;
                                                 class Matrix {
                                                     record Holder(LockedDeque deque) { }
                                                     static class Outer { final LockedDeque inner = new LockedDeque(); }
                                                     static final LockedDeque SHARED = new LockedDeque();
                                                     final LockedDeque mine = new LockedDeque();
                                                 """);
        for (String operation : OPERATIONS) {
            OWNERS.forEach((owner, path) -> LOCKS.forEach((kind, lock) -> {
                String taken = String.format(lock, path);
                source.append("    @Suspends void ").append(operation).append(owner).append(kind)
                        .append("(LockedDeque argument, LockedDeque wrong, Holder holder, Outer argument2) {\n")
                        .append("        LockedDeque variable = argument;\n");
                if (kind.equals("None")) {
                    source.append("        ").append(path).append('.').append(operation).append("();\n    }\n");
                } else if (kind.equals("ReleasedBefore")) {
                    source.append("        ").append(path).append(".lock.lock();\n        ").append(path)
                            .append(".lock.unlock();\n        ").append(path).append('.').append(operation)
                            .append("();\n    }\n");
                } else {
                    source.append("        ").append(taken).append(".lock();\n        try {\n            ")
                            .append(path).append('.').append(operation).append("();\n        } finally {\n            ")
                            .append(taken).append(".unlock();\n        }\n    }\n");
                }
            }));
        }
        return source.append("}\n").toString();
    }

    @Test
    void shouldRejectEachWrongLockAndAcceptTheRightOne() throws Exception {
        Verifier verifier = new Verifier();
        compile("Matrix", source()).forEach(verifier::add);
        Map<String, List<RuleFault>> faults = new TreeMap<>();
        for (RuleFault fault : verifier.run().faults()) {
            String method = fault.method().substring(0, fault.method().indexOf('('));
            faults.computeIfAbsent(method, key -> new java.util.ArrayList<>()).add(fault);
        }
        int rejected = 0;
        for (String operation : OPERATIONS) {
            for (String owner : OWNERS.keySet()) {
                for (String kind : LOCKS.keySet()) {
                    String name = operation + owner + kind;
                    List<RuleFault> found = faults.getOrDefault(name, List.of());
                    if (kind.equals("Right")) {
                        assertEquals(List.of(), found, name);
                    } else {
                        assertEquals(1, found.size(), () -> name + found);
                        assertEquals("CR013", found.get(0).code().name(), name);
                        assertTrue(found.get(0).needed().endsWith(".lock"), () -> name + found);
                        assertEquals(kind.equals("None") || kind.equals("ReleasedBefore"),
                                found.get(0).found().equals("no lock is held"), () -> name + found);
                        rejected++;
                    }
                }
            }
        }
        assertEquals(4 * 6 * 5, rejected);
    }

    /** Compiles one file in memory; the class files by their binary name. */
    static Map<String, byte[]> compile(String name, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> out = new TreeMap<>();
        JavaFileManager manager = new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(Location location, String type, JavaFileObject.Kind kind,
                    FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("mem:///" + type + ".class"), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return out.computeIfAbsent(type, key -> new ByteArrayOutputStream());
                    }
                };
            }
        };
        JavaFileObject file = new SimpleJavaFileObject(URI.create("mem:///" + name + ".java"),
                JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreErrors) {
                return source;
            }
        };
        boolean compiled = compiler.getTask(null, manager, null,
                List.of("-parameters", "-g", "-proc:none", "-cp", System.getProperty("java.class.path")), null,
                List.of(file)).call();
        assertTrue(compiled, source);
        Map<String, byte[]> classes = new TreeMap<>();
        out.forEach((type, bytes) -> classes.put(type, bytes.toByteArray()));
        return classes;
    }
}
