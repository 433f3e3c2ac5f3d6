package io.creel.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.verifier.contract.BadInput;
import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.ValueContract;
import io.creel.verifier.contract.OnResult;
import io.creel.verifier.contract.World;
import io.creel.verifier.corpus.Accepted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Deletes each unlock, push, release and transition from each accepted program, one at a time. The verifier must reject
 * what is left. A mutant that it accepts is a survivor; each survivor stands in a list with the reason.
 */
class DeletedCallsTest {
    private static final Path SURVIVORS = Path.of("src/test/resources/io/creel/verifier/survivors.txt");

    @Test
    void shouldRejectAProgramFromWhichACallWasDeleted() throws IOException {
        World world = contracts();
        TreeSet<String> survivors = new TreeSet<>();
        int mutants = 0;
        for (Class<?> program : Corpus.all().filter(type -> type.isAnnotationPresent(Accepted.class)).toList()) {
            List<byte[]> made = mutants(world, program);
            mutants += made.size();
            for (int i = 0; i < made.size(); i++) {
                Verifier verifier = new Verifier().add(program);
                verifier.add(program.getName().replace('.', '/'), made.get(i));
                if (verifier.run().isAccepted()) {
                    survivors.add(program.getEnclosingClass().getSimpleName() + "." + program.getSimpleName() + " #"
                            + i + " " + names.get(i));
                }
            }
        }
        List<String> listed = Files.readAllLines(SURVIVORS).stream().filter(line -> !line.startsWith("//"))
                .map(line -> line.replaceFirst(" — .*", "")).toList();
        System.out.println("mutants=" + mutants + ", survivors=" + survivors.size());
        assertEquals(String.join("\n", new TreeSet<>(listed)), String.join("\n", survivors));
        assertTrue(mutants >= 300, "mutants=" + mutants);
    }

    private final List<String> names = new ArrayList<>();

    private static World contracts() throws IOException {
        World world = new World(type -> DeletedCallsTest.class.getResourceAsStream("/" + type + ".class"));
        for (String name : List.of("jdk.spec")) {
            try (InputStream in = Verifier.class.getResourceAsStream(name)) {
                if (in != null) {
                    world.specify(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return world;
    }

    private List<byte[]> mutants(World world, Class<?> program) throws IOException {
        names.clear();
        List<byte[]> made = new ArrayList<>();
        for (int i = 0;; i++) {
            ClassNode node = read(program);
            MethodInsnNode call = find(world, node, i);
            if (call == null) {
                return made;
            }
            ClassWriter writer = new ClassWriter(0);
            node.accept(writer);
            made.add(writer.toByteArray());
            names.add(call.name);
        }
    }

    private static ClassNode read(Class<?> program) throws IOException {
        try (InputStream in = program.getResourceAsStream("/" + program.getName().replace('.', '/') + ".class")) {
            if (in == null) {
                throw new BadInput("CR092", program.getName());
            }
            ClassNode node = new ClassNode();
            new ClassReader(in.readAllBytes()).accept(node, ClassReader.SKIP_FRAMES);
            return node;
        }
    }

    /** Deletes the call of this number. Returns it, or {@code null} if there are fewer. */
    private MethodInsnNode find(World world, ClassNode node, int number) {
        int at = 0;
        Set<String> seen = new HashSet<>();
        for (MethodNode method : node.methods) {
            int line = 0;
            for (AbstractInsnNode insn : method.instructions) {
                line = insn instanceof LineNumberNode mark ? mark.line : line;
                if (insn instanceof MethodInsnNode call && matters(world, call)
                        && seen.add(method.name + line + call.name + call.desc) && at++ == number) {
                    deleteCopies(world, method, call, line);
                    return call;
                }
            }
        }
        return null;
    }

    /** Deletes the call in each copy that the compiler has made of a finally block. */
    private static void deleteCopies(World world, MethodNode method, MethodInsnNode call, int line) {
        int at = 0;
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            at = insn instanceof LineNumberNode mark ? mark.line : at;
            if (at == line && insn instanceof MethodInsnNode copy && copy.name.equals(call.name)
                    && copy.desc.equals(call.desc)) {
                delete(world, method, copy);
            }
        }
    }

    private static boolean matters(World world, MethodInsnNode call) {
        MethodContract contract = world.contract(call.owner, call.name, call.desc);
        boolean gives = !contract.receiver.givesUp.isEmpty() || !contract.receiver.to.isEmpty()
                || contract.parameters.stream().anyMatch(each -> !each.givesUp.isEmpty() || !each.to.isEmpty());
        boolean starts = contract.acquires != null && call.name.equals("create"); // its argument is no tracked value
        return !starts && (gives || !contract.unlocks.isEmpty());
    }

    private static void delete(World world, MethodNode method, MethodInsnNode call) {
        InsnList instead = new InsnList();
        Type[] types = Type.getArgumentTypes(call.desc);
        for (int i = types.length - 1; i >= 0; i--) {
            instead.add(new InsnNode(types[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP));
        }
        if (call.getOpcode() != Opcodes.INVOKESTATIC) {
            instead.add(new InsnNode(Opcodes.POP));
        }
        Type result = Type.getReturnType(call.desc);
        switch (result.getSort()) {
            case Type.VOID -> {
            }
            case Type.LONG -> instead.add(new InsnNode(Opcodes.LCONST_0));
            case Type.OBJECT, Type.ARRAY ->
                instead.add(constant(world.contract(call.owner, call.name, call.desc), result));
            default -> instead.add(new InsnNode(Opcodes.ICONST_1)); // as if it had been accepted
        }
        method.instructions.insert(call, instead);
        method.instructions.remove(call);
        method.maxStack += 2;
    }

    private static AbstractInsnNode constant(MethodContract contract, Type result) {
        for (ValueContract.Transition each : contract.receiver.to) {
            if (each.when().kind() == OnResult.Kind.CONSTANT) {
                return new FieldInsnNode(Opcodes.GETSTATIC, result.getInternalName(), each.when().constant(),
                        result.getDescriptor());
            }
        }
        return new InsnNode(Opcodes.ACONST_NULL);
    }
}
