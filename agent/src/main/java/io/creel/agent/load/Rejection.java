package io.creel.agent.load;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Turns a rejected class into one whose every method throws the report. Its fields and methods stay. */
public final class Rejection {
    private static final String THROWN = "java/lang/VerifyError"; // every class loader finds it
    /** A constant in a class file has at most 65,535 bytes; a character has up to three. */
    private static final int MAX_CHARACTERS = 20_000;

    private Rejection() {
    }

    /**
     * Replaces the bodies.
     *
     * @param classFile
     *            the class file
     * @param report
     *            why the class was rejected
     * @return the new class file
     */
    public static byte[] of(byte[] classFile, String report) {
        String name = new ClassReader(classFile).getClassName().replace('/', '.');
        String full = "the verifier rejects the class: class=" + name + "\n" + report;
        String text = full.length() <= MAX_CHARACTERS ? full : full.substring(0, MAX_CHARACTERS) + "...";
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String method, String descriptor, String signature,
                    String[] exceptions) {
                MethodVisitor out = super.visitMethod(access, method, descriptor, signature, exceptions);
                if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
                    return out;
                }
                int slots = (org.objectweb.asm.Type.getArgumentsAndReturnSizes(descriptor) >> 2)
                        - ((access & Opcodes.ACC_STATIC) != 0 ? 1 : 0);
                body(out, method.equals("<clinit>") ? null : text, slots);
                return null;
            }
        }, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    /** Writes a body that throws a text, or does nothing if there is none. */
    private static void body(MethodVisitor out, String text, int slots) {
        out.visitCode();
        if (text == null) {
            out.visitInsn(Opcodes.RETURN);
            out.visitMaxs(0, slots);
        } else {
            out.visitTypeInsn(Opcodes.NEW, THROWN);
            out.visitInsn(Opcodes.DUP);
            out.visitLdcInsn(text);
            out.visitMethodInsn(Opcodes.INVOKESPECIAL, THROWN, "<init>", "(Ljava/lang/String;)V", false);
            out.visitInsn(Opcodes.ATHROW);
            out.visitMaxs(3, slots);
        }
        out.visitEnd();
    }
}
