package io.creel.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes compiled code ask for the current thread anew each time, as the last lines of {@code creel.args} do: without
 * that, a coroutine that changes thread sees a stale one.
 *
 * <p>
 * The JVM's compilers take {@code Thread.currentThread()} for a constant of a compiled method only because the method
 * is annotated {@code @IntrinsicCandidate}. This class redefines {@code java.lang.Thread} without that annotation on
 * this one method. The JVM then calls the native method, which is what the compiler command brings about as well. It
 * prints one line about it on the standard output, which cannot be kept back.
 */
final class ThreadIdentity {
    private static final String THREAD = "java/lang/Thread";
    private static final String ANNOTATION = "Ljdk/internal/vm/annotation/IntrinsicCandidate;";

    private ThreadIdentity() {
    }

    /** Does so, unless the command line of this JVM has the command. Before the program's code is compiled. */
    static void protect(Instrumentation instrumentation, java.util.List<String> needed) {
        if (Arrays.asList(arguments()).containsAll(needed.stream().filter(line -> line.contains("Intrinsic"))
                .toList())) {
            return;
        }
        ClassFileTransformer transformer = new ClassFileTransformer() {
            @Override
            public byte[] transform(Module module, ClassLoader loader, String type, Class<?> loaded,
                    ProtectionDomain domain, byte[] classFile) {
                return loader == null && THREAD.equals(type) ? withoutIntrinsic(classFile) : null;
            }
        };
        instrumentation.addTransformer(transformer, true);
        try {
            instrumentation.retransformClasses(Thread.class);
        } catch (UnmodifiableClassException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            instrumentation.removeTransformer(transformer);
        }
    }

    private static byte[] withoutIntrinsic(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                    String[] exceptions) {
                MethodVisitor out = super.visitMethod(access, name, descriptor, signature, exceptions);
                return !name.equals("currentThread") ? out : new MethodVisitor(Opcodes.ASM9, out) {
                    @Override
                    public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                        return annotation.equals(ANNOTATION) ? null : super.visitAnnotation(annotation, visible);
                    }
                };
            }
        }, 0);
        return writer.toByteArray();
    }

    /** The arguments of this JVM. The management beans have them too, and take 50 ms to load. */
    private static String[] arguments() {
        try {
            return (String[]) Class.forName("jdk.internal.misc.VM").getMethod("getRuntimeArguments").invoke(null);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this JVM cannot be opened, the agent needs a JDK 25: java="
                    + Runtime.version(), missing);
        }
    }
}
