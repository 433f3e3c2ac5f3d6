package io.creel.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.program.AcceptedMain;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class TransformerTest {
    private static byte[] bytes() throws IOException {
        try (InputStream in = AcceptedMain.class.getResourceAsStream("AcceptedMain.class")) {
            return in.readAllBytes();
        }
    }

    private static byte[] transform(String options, String type, ClassLoader loader) throws IOException {
        return new ClassTransformer(Options.of(options)).transform(null, loader, type, null,
                AcceptedMain.class.getProtectionDomain(), bytes());
    }

    /** {@code null} leaves the class file as it is. */
    @Test
    void shouldLeaveAnAcceptedClassAsItIsIfChecksAreOff() throws IOException {
        assertNull(transform("", "io/creel/program/AcceptedMain", AcceptedMain.class.getClassLoader()));
        assertNull(transform("check=off", "io/creel/program/AcceptedMain", AcceptedMain.class.getClassLoader()));
    }

    /** The canary. */
    @Test
    void shouldChangeTheSameClassIfChecksAreOn() throws IOException {
        assertNotNull(transform("check=on", "io/creel/program/AcceptedMain", AcceptedMain.class.getClassLoader()));
    }

    /** A method that is as long as a method may be, so that no check fits into it. */
    private static byte[] full() {
        String stash = "io/creel/core/Stash";
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V25, Opcodes.ACC_PUBLIC, "io/creel/program/Full", null, "java/lang/Object", null);
        MethodVisitor out = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "run",
                "(L" + stash + ";Lio/creel/core/Coroutine;)V", null, null);
        out.visitCode();
        for (int i = 0; i < 10_000; i++) {
            out.visitVarInsn(Opcodes.ALOAD, 0);
            out.visitVarInsn(Opcodes.ALOAD, 1);
            out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, stash, "push", "(Lio/creel/core/Coroutine;)Z", false);
            out.visitInsn(Opcodes.POP);
        }
        out.visitInsn(Opcodes.RETURN);
        out.visitMaxs(2, 2);
        out.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static byte[] transformFull(String options, byte[] classFile) {
        return new ClassTransformer(Options.of(options)).transform(null, AcceptedMain.class.getClassLoader(),
                "io/creel/program/Full", null, null, classFile);
    }

    /** Defines a class and runs it. */
    private static void run(byte[] classFile) throws Throwable {
        Class<?> type = new ClassLoader(AcceptedMain.class.getClassLoader()) {
            Class<?> define() {
                return defineClass("io.creel.program.Full", classFile, 0, classFile.length);
            }
        }.define();
        try {
            type.getMethod("run", Stash.class, Coroutine.class).invoke(null, null, null);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    @Test
    void shouldRejectAClassOnWhichItFails() {
        byte[] rejected = transformFull("check=on,verify=off", full());
        VerifyError error = assertThrows(VerifyError.class, () -> run(rejected));
        assertTrue(error.getMessage().startsWith("the verifier rejects the class: class=io.creel.program.Full\n"),
                error.getMessage());
        String sentence = AgentCodes.sentence("CA006", error.getMessage());
        assertEquals("the agent failed on the class, report this, or do without the step that failed by check=off or"
                + " verify=off: class=io.creel.program.Full, reason=org.objectweb.asm.MethodTooLargeException:"
                + " Method too large: io/creel/program/Full.run (Lio/creel/core/Stash;Lio/creel/core/Coroutine;)V",
                sentence);
    }

    /** The canary: the same class without checks is loaded as it is. */
    @Test
    void shouldNotFailOnTheSameClassWithoutChecks() {
        assertNull(transformFull("check=off,verify=off", full()));
        assertThrows(NullPointerException.class, () -> run(full()));
    }

    /** The JVM loads what a failed transformer was given, so the agent gives it a file that is none. */
    @Test
    void shouldGiveTheJvmNoClassIfItCannotEvenRejectOne() {
        byte[] torn = Arrays.copyOf(full(), 60_000);
        assertThrows(ClassFormatError.class, () -> run(transformFull("check=on,verify=off", torn)));
    }

    @Test
    void shouldLeaveTheJdkAndItselfAlone() throws IOException {
        assertNull(transform("check=on", "java/util/Whatever", null));
        assertNull(transform("check=on", "java/sql/Whatever", ClassLoader.getPlatformClassLoader()));
        assertNull(transform("check=on", "io/creel/agent/Options", AcceptedMain.class.getClassLoader()));
    }
}
