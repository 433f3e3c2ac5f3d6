package io.creel.agent.check;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What the annotations of a class say about its values. Read from the class file when the first value is seen, because
 * the JVM does not keep the annotations.
 */
final class Kind {
    private static final Kind UNTRACKED = new Kind();
    private static final ClassValue<Kind> KINDS = new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> type) {
            return read(type);
        }
    };

    boolean tracked;
    /** The states in which a value must have an owner; empty for all. */
    final List<String> ownedIn = new ArrayList<>();
    /** The state of a new value; {@code null} if the class declares none. */
    String first;

    static Kind of(Class<?> type) {
        return KINDS.get(type);
    }

    /** Whether a value in this state must have an owner; an unknown state counts as one that needs none. */
    boolean mustBeOwned(String state) {
        return ownedIn.isEmpty() || state != null && ownedIn.contains(state);
    }

    private static Kind read(Class<?> type) {
        if (type == null || type.isArray() || type.isPrimitive() || type.isHidden()
                || type.getClassLoader() == null || type.getClassLoader() == ClassLoader.getPlatformClassLoader()) {
            return UNTRACKED;
        }
        String name = type.getName();
        try (InputStream in = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            Kind kind = in == null ? UNTRACKED : read(in.readAllBytes());
            return kind.tracked ? kind : of(type.getSuperclass());
        } catch (IOException unreadable) {
            return UNTRACKED;
        }
    }

    private static Kind read(byte[] classFile) {
        Kind kind = new Kind();
        new ClassReader(classFile).accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                return switch (descriptor) {
                    case "Lio/creel/core/spec/Owned;" -> kind.names(kind.ownedIn);
                    case "Lio/creel/core/spec/States;" -> {
                        List<String> states = new ArrayList<>();
                        yield kind.names(states, () -> kind.first = states.isEmpty() ? null : states.get(0));
                    }
                    default -> null;
                };
            }
        }, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return kind;
    }

    private AnnotationVisitor names(List<String> to) {
        return names(to, () -> {
        });
    }

    private AnnotationVisitor names(List<String> to, Runnable end) {
        tracked = true;
        return new AnnotationVisitor(Opcodes.ASM9) {
            @Override
            public AnnotationVisitor visitArray(String name) {
                return new AnnotationVisitor(Opcodes.ASM9) {
                    @Override
                    public void visit(String element, Object value) {
                        to.add(value.toString());
                    }
                };
            }

            @Override
            public void visitEnd() {
                end.run();
            }
        };
    }
}
