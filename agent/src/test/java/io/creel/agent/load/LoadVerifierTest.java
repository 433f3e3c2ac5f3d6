package io.creel.agent.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.agent.AgentCodes;
import io.creel.agent.load.LoadVerifier.Judgement;
import io.creel.agent.load.LoadVerifier.LoadVerdict;
import io.creel.program.AcceptedMain;
import io.creel.program.RejectedMain;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Each kind of bad input is answered by one sentence that begins with a code. */
class LoadVerifierTest {
    private static final ClassLoader LOADER = LoadVerifierTest.class.getClassLoader();
    private static final String REJECTED = "io/creel/program/RejectedMain";
    private static final String ACCEPTED = "io/creel/program/AcceptedMain";

    @TempDir
    private Path folder;

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = LOADER.getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    private void put(String type, byte[] classFile) throws IOException {
        Path file = folder.resolve(type + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, classFile);
    }

    private static ProtectionDomain domain(Path path) throws IOException {
        URL location = path.toUri().toURL();
        return new ProtectionDomain(new CodeSource(location, (java.security.cert.Certificate[]) null), null);
    }

    private LoadVerdict verify(String type, byte[] classFile) throws IOException {
        return new LoadVerifier().verify(LOADER, type, domain(folder), classFile);
    }

    @Test
    void shouldAcceptAndRejectByTheRules() throws IOException {
        put(ACCEPTED, bytes(AcceptedMain.class));
        put(REJECTED, bytes(RejectedMain.class));
        assertEquals(new LoadVerdict(Judgement.ACCEPTED, ""), verify(ACCEPTED, bytes(AcceptedMain.class)));
        LoadVerdict verdict = verify(REJECTED, bytes(RejectedMain.class));
        assertEquals(Judgement.REJECTED, verdict.answer());
        assertTrue(verdict.report().startsWith("error[CR003]: "), verdict.report());
    }

    @Test
    void shouldLeaveAClassOfAnotherJarAlone() throws IOException {
        byte[] plain = bytes(org.junit.jupiter.api.Test.class);
        put("org/junit/jupiter/api/Test", plain);
        assertEquals(Judgement.FOREIGN, verify("org/junit/jupiter/api/Test", plain).answer());
    }

    /**
     * A jar that holds Creel itself holds other libraries, too. JCTools has queues that its interfaces do not describe.
     */
    @Test
    void shouldLeaveALibraryInAFatJarAlone() throws IOException {
        Class<?> library = org.jctools.queues.varhandle.MpmcVarHandleArrayQueue.class;
        String queue = library.getName().replace('.', '/');
        put(ACCEPTED, bytes(AcceptedMain.class));
        put(REJECTED, bytes(RejectedMain.class));
        put(queue, bytes(library));
        assertEquals(Judgement.REJECTED, verify(queue, bytes(library)).answer(), "in a jar of the program");
        put("io/creel/core/Coroutine", bytes(io.creel.core.Coroutine.class));
        assertEquals(new LoadVerdict(Judgement.FOREIGN, ""), verify(queue, bytes(library)));
        assertEquals(Judgement.ACCEPTED, verify(ACCEPTED, bytes(AcceptedMain.class)).answer());
        assertEquals(Judgement.REJECTED, verify(REJECTED, bytes(RejectedMain.class)).answer());
    }

    @Test
    void shouldRejectAClassOfALaterJava() throws IOException {
        byte[] newer = bytes(AcceptedMain.class);
        newer[7] = 70;
        put(ACCEPTED, newer);
        put(REJECTED, bytes(RejectedMain.class));
        LoadVerdict verdict = verify(ACCEPTED, newer);
        assertEquals(Judgement.REJECTED, verdict.answer());
        assertEquals(
                "error[CR090]: the class file is newer than this verifier can read, compile with --release 25: file="
                        + ACCEPTED + ", version=70, newest=69",
                verdict.report());
        assertTrue(verify(REJECTED, bytes(RejectedMain.class)).report().startsWith("error[CR003]: "));
    }

    @Test
    void shouldRejectADamagedClass() throws IOException {
        byte[] damaged = bytes(AcceptedMain.class);
        damaged[0] = 0;
        put(ACCEPTED, damaged);
        assertEquals("error[CR091]: this is no class file: file=" + ACCEPTED, verify(ACCEPTED, damaged).report());
    }

    @Test
    void shouldRejectOnlyTheClassThatNeedsAMissingOne() throws IOException {
        put(ACCEPTED, bytes(AcceptedMain.class));
        byte[] needy = needy();
        put("io/creel/program/Needy", needy);
        LoadVerdict verdict = verify("io/creel/program/Needy", needy);
        assertEquals(
                "error[CR092]: a class of Creel is missing, add its jar to --class-path: class=io.creel.program.Absent",
                verdict.report());
        assertEquals(Judgement.ACCEPTED, verify(ACCEPTED, bytes(AcceptedMain.class)).answer());
    }

    /** Calls a method of a class that is nowhere. */
    private static byte[] needy() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V25, Opcodes.ACC_PUBLIC, "io/creel/program/Needy", null, "java/lang/Object", null);
        var run = writer.visitMethod(Opcodes.ACC_STATIC, "run", "()V", null, null);
        run.visitCode();
        run.visitMethodInsn(Opcodes.INVOKESTATIC, "io/creel/program/Absent", "call", "()V", false);
        run.visitInsn(Opcodes.RETURN);
        run.visitMaxs(0, 0);
        run.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    @Test
    void shouldRejectEveryClassOfAJarThatCannotBeRead() throws IOException {
        Path jar = folder.resolve("torn.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(ACCEPTED + ".class"));
            out.write(bytes(AcceptedMain.class));
            out.closeEntry();
        }
        byte[] whole = Files.readAllBytes(jar);
        Files.write(jar, java.util.Arrays.copyOf(whole, 200));
        LoadVerdict verdict = new LoadVerifier().verify(LOADER, ACCEPTED, domain(jar), bytes(AcceptedMain.class));
        assertEquals(Judgement.REJECTED, verdict.answer());
        assertTrue(verdict.report().startsWith("CR091: the jar or folder cannot be read: file=" + jar),
                verdict.report());
    }

    @Test
    void shouldVerifyAClassThatAnotherAgentHasChangedByItself() throws IOException {
        put(ACCEPTED, bytes(AcceptedMain.class));
        ClassWriter changed = new ClassWriter(0);
        new ClassReader(bytes(AcceptedMain.class)).accept(new ClassVisitor(Opcodes.ASM9, changed) {
            @Override
            public void visitEnd() {
                String stash = "io/creel/core/Stash";
                MethodVisitor added = visitMethod(Opcodes.ACC_STATIC, "added", "(L" + stash + ";)V", null, null);
                added.visitCode();
                added.visitVarInsn(Opcodes.ALOAD, 0);
                added.visitMethodInsn(Opcodes.INVOKEVIRTUAL, stash, "pop", "()Lio/creel/core/Coroutine;", false);
                added.visitInsn(Opcodes.POP);
                added.visitInsn(Opcodes.RETURN);
                added.visitMaxs(1, 1);
                added.visitEnd();
                super.visitEnd();
            }
        }, 0);
        LoadVerdict verdict = verify(ACCEPTED, changed.toByteArray());
        assertEquals(Judgement.REJECTED, verdict.answer());
        assertEquals("the class differs from its jar or its digest, so another agent may have changed it, and it was"
                + " verified by itself: class=io.creel.program.AcceptedMain",
                AgentCodes.sentence("CA004", verdict.report()));
        assertTrue(verdict.report().lines().skip(1).findFirst().orElse("").startsWith("error[CR001]: "),
                verdict.report());
    }

    @Test
    void shouldSkipAClassWhoseDigestFits() throws IOException {
        put(REJECTED, bytes(RejectedMain.class));
        Digests digests = digests(Digests.below(folder));
        LoadVerdict verdict = new LoadVerifier(digests).verify(LOADER, REJECTED, domain(folder),
                bytes(RejectedMain.class));
        assertEquals(Judgement.KNOWN, verdict.answer());
    }

    /** The canary of the test above. With a wrong digest, the class is verified. */
    @Test
    void shouldVerifyAClassWhoseDigestIsWrong() throws IOException {
        put(REJECTED, bytes(RejectedMain.class));
        Digests digests = digests(Map.of(REJECTED, "wrong"));
        LoadVerdict verdict = new LoadVerifier(digests).verify(LOADER, REJECTED, domain(folder),
                bytes(RejectedMain.class));
        assertEquals(Judgement.REJECTED, verdict.answer());
        assertTrue(digests.names(REJECTED));
    }

    private static Digests digests(Map<String, String> entries) {
        StringBuilder text = new StringBuilder();
        entries.forEach((type, digest) -> text.append(type).append(' ').append(digest).append('\n'));
        return Digests.of(new ClassLoader(null) {
            @Override
            protected java.util.Enumeration<URL> findResources(String name) throws IOException {
                return java.util.Collections.enumeration(java.util.List.of(URL.of(java.net.URI.create("list:x"),
                        new java.net.URLStreamHandler() {
                            @Override
                            protected java.net.URLConnection openConnection(URL url) {
                                return new java.net.URLConnection(url) {
                                    @Override
                                    public void connect() {
                                    }

                                    @Override
                                    public InputStream getInputStream() {
                                        return new ByteArrayInputStream(text.toString().getBytes());
                                    }
                                };
                            }
                        })));
            }
        });
    }
}
