package io.creel.verifier.completeness;

import io.creel.verifier.contract.World;
import io.creel.verifier.engine.Verification;
import io.creel.verifier.report.RuleFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * One or more classes that are verified together, and the names of members on which their verification can depend.
 *
 * @param name
 *            its name in reports
 * @param classes
 *            the class files by internal name
 * @param mentions
 *            names of the methods that it calls, refers to or overrides, and of fields that it uses
 */
record Program(String name, Map<String, byte[]> classes, Set<String> mentions) {
    private static final Map<String, byte[]> CLASS_PATH = new HashMap<>();
    private static final byte[] ABSENT = {};
    private static final String JDK;

    static {
        try (InputStream in = io.creel.verifier.Verifier.class.getResourceAsStream("jdk.spec")) {
            JDK = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static Program of(String name, Map<String, byte[]> classes) {
        Set<String> mentions = new HashSet<>();
        classes.values().forEach(bytes -> mention(bytes, mentions));
        return new Program(name, classes, mentions);
    }

    private static void mention(byte[] bytes, Set<String> to) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, ClassReader.SKIP_FRAMES);
        node.methods.forEach(method -> {
            to.add(method.name);
            for (AbstractInsnNode insn : method.instructions) {
                switch (insn) {
                    case MethodInsnNode call -> to.add(call.name);
                    case FieldInsnNode field -> to.add(field.name);
                    case InvokeDynamicInsnNode dynamic -> {
                        to.add(dynamic.name);
                        for (Object argument : dynamic.bsmArgs) {
                            if (argument instanceof Handle handle) {
                                to.add(handle.getName());
                            }
                        }
                    }
                    default -> {
                    }
                }
            }
        });
        node.fields.forEach(field -> to.add(field.name));
    }

    /** Returns the codes of all faults, with one class of the class path replaced; {@code null} for none. */
    List<String> verify(String replaced, byte[] by) {
        World world = new World(type -> {
            byte[] bytes = type.equals(replaced) ? by : bytes(type);
            return bytes == ABSENT ? null : new java.io.ByteArrayInputStream(bytes);
        });
        world.specify("jdk.spec", JDK);
        classes.forEach((type, bytes) -> world.add(type, type.equals(replaced) ? by : bytes));
        return new Verification(world, type -> false).run().stream().map(RuleFault::code).map(Enum::name).toList();
    }

    private static byte[] bytes(String type) {
        return CLASS_PATH.computeIfAbsent(type, name -> {
            try (InputStream in = Program.class.getResourceAsStream("/" + name + ".class")) {
                return in == null ? ABSENT : in.readAllBytes();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }
}
