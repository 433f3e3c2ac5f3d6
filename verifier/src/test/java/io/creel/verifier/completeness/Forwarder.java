package io.creel.verifier.completeness;

import io.creel.verifier.completeness.Places.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A static method that calls one specified method and has the same contract. The verifier must accept it. Without
 * one of its annotations it is the smallest crime against the corresponding annotation of the called method.
 */
final class Forwarder {
    /** What these say about a method, they say about its receiver. */
    private static final Set<String> OF_RECEIVER = Set.of("Transfers", "Releases", "From", "To", "Changes", "Unowned");
    private static final Set<String> PATHS = Set.of("RequiresLock", "Locks", "Unlocks", "Suspends");
    private static final String PACKET = "io/creel/net/Packet";
    private static final String RECEIVER = "r";

    private final ClassNode type;
    private final MethodNode method;
    private final List<String> names;

    Forwarder(ClassNode type, MethodNode method) {
        this.type = type;
        this.method = method;
        names = new ArrayList<>();
        for (int i = 0; i < Type.getArgumentCount(method.desc); i++) {
            names.add(method.parameters == null ? "p" + i : method.parameters.get(i).name);
        }
    }

    static boolean canBeMade(MethodNode method) {
        return !method.name.startsWith("<") && (method.access & Opcodes.ACC_SYNTHETIC) == 0;
    }

    private boolean hasReceiver() {
        return (method.access & Opcodes.ACC_STATIC) == 0;
    }

    /** A generic value is a packet here. */
    private static Type concrete(Type of) {
        return of.getDescriptor().equals("Ljava/lang/Object;") ? Type.getObjectType(PACKET) : of;
    }

    /**
     * Writes the class file.
     *
     * @param name
     *            the internal name of the class
     * @param without
     *            an annotation of the called method that the forwarder does not repeat, or {@code null}
     * @param element
     *            the element that it does not repeat; {@code null} for the whole annotation
     */
    byte[] bytes(String name, Place without, String element) {
        List<Type> types = new ArrayList<>();
        if (hasReceiver()) {
            types.add(Type.getObjectType(type.name));
        }
        for (Type each : Type.getArgumentTypes(method.desc)) {
            types.add(concrete(each));
        }
        Type result = concrete(Type.getReturnType(method.desc));
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V25, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "forward",
                Type.getMethodDescriptor(result, types.toArray(Type[]::new)), null,
                method.exceptions.toArray(String[]::new));
        if (hasReceiver()) {
            code.visitParameter(RECEIVER, 0);
        }
        names.forEach(each -> code.visitParameter(each, 0));
        annotate(code, without, element);
        code.visitCode();
        int local = 0;
        for (Type each : types) {
            code.visitVarInsn(each.getOpcode(Opcodes.ILOAD), local);
            local += each.getSize();
        }
        boolean isInterface = (type.access & Opcodes.ACC_INTERFACE) != 0;
        int opcode = !hasReceiver()
                ? Opcodes.INVOKESTATIC
                : isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        code.visitMethodInsn(opcode, type.name, method.name, method.desc, isInterface);
        if (Type.getReturnType(method.desc).getDescriptor().equals("Ljava/lang/Object;")) {
            code.visitTypeInsn(Opcodes.CHECKCAST, PACKET);
        }
        code.visitInsn(result.getOpcode(Opcodes.IRETURN));
        code.visitMaxs(local + 2, local);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private void annotate(MethodVisitor code, Place without, String element) {
        int shift = hasReceiver() ? 1 : 0;
        boolean hasPlace = false;
        for (Place place : Places.of(type)) {
            boolean isOfClass = place.member() == null && place.name().equals("RunsOn") && hasReceiver();
            boolean isOfMethod = method.name.equals(place.member()) && method.desc.equals(place.descriptor());
            boolean isSame = without != null && without.node() == place.node();
            if (!isOfClass && !isOfMethod || place.name().equals("Unchecked") || isOfClass && hasPlace
                    || isSame && element == null && !place.name().equals("RunsOn")) {
                continue;
            }
            AnnotationNode copy = copy(place, isSame ? element : null);
            hasPlace |= place.name().equals("RunsOn");
            if (isSame && element == null) { // an unmarked method may run anywhere, so the crime is the other place
                String[] at = ((String[]) copy.values.get(1)).clone();
                at[1] = at[1].equals("CARRIER") ? "COROUTINE" : "CARRIER";
                copy.values.set(1, at);
            }
            if (place.parameter() >= 0) {
                copy.accept(code.visitParameterAnnotation(place.parameter() + shift, copy.desc, false));
            } else if (OF_RECEIVER.contains(place.name())) {
                copy.accept(code.visitParameterAnnotation(0, copy.desc, false));
            } else {
                copy.accept(code.visitAnnotation(copy.desc, false));
            }
        }
    }

    private AnnotationNode copy(Place place, String without) {
        AnnotationNode copy = new AnnotationNode(place.node().desc);
        for (int i = 0; place.node().values != null && i < place.node().values.size(); i += 2) {
            String name = (String) place.node().values.get(i);
            if (!name.equals(without)) {
                Object value = place.node().values.get(i + 1);
                boolean isPath = PATHS.contains(place.name()) && (name.equals("value") || name.equals("releasing"))
                        || Set.of("Borrowed", "TiedTo", "Returns").contains(place.name());
                copy.visit(name, name); // the kind of the value is set below
                copy.values.set(copy.values.size() - 1, isPath ? path(value) : value);
            }
        }
        return copy;
    }

    private Object path(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(this::path).toList();
        }
        String path = value.toString();
        String first = path.split("\\.")[0];
        if (first.equals("this")) {
            return RECEIVER + path.substring("this".length());
        }
        return names.contains(first) || path.isEmpty() || first.equals("result") ? path : RECEIVER + "." + path;
    }
}
