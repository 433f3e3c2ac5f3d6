package io.creel.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Input that cannot be used: one sentence with a code, and exit status 2. */
class BadInputTest {
    @TempDir
    Path folder;
    private String out = "";
    private String err = "";

    private int run(Object... arguments) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        int status = Main.run(Arrays.stream(arguments).map(Object::toString).toList(), new PrintStream(outBytes),
                new PrintStream(errBytes));
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
        return status;
    }

    private Path compiled(String source) throws Exception {
        for (var each : WrongLockMatrixTest.compile("Program", source).entrySet()) {
            Files.write(folder.resolve(each.getKey() + ".class"), each.getValue());
        }
        return folder.resolve("Program.class");
    }

    @Test
    void shouldAcceptAndRejectByTheExitStatus() throws Exception {
        Path good = compiled("class Program { void run(io.creel.net.PacketPool pool) { var packet = pool.allocate();"
                + " if (packet != null) { packet.release(); } } }");
        assertEquals(0, run("--class-path", System.getProperty("java.class.path"), good), () -> out + err);
        assertTrue(out.startsWith("accepted: classes=1, methods=2, checked=1"), out);
        Path bad = compiled("class Program { void run(io.creel.net.PacketPool pool) { pool.allocate(); } }");
        assertEquals(1, run("--class-path", System.getProperty("java.class.path"), bad), () -> out + err);
        assertTrue(out.contains("error[CR001]: packet#1 is lost"), out);
        assertTrue(out.contains("rejected: faults=1: classes=1"), out);
    }

    @Test
    void shouldNotCheckWhatAListTrusts() throws Exception {
        Path bad = compiled("class Program { void run(io.creel.net.PacketPool pool) { pool.allocate(); } }");
        Path list = Files.writeString(folder.resolve("trusted.txt"), "// a list\n\nProgram — it is an example\n");
        String classPath = System.getProperty("java.class.path");
        assertEquals(0, run("--trusted", list, "--class-path", classPath, bad), () -> out + err);
        Files.writeString(list, "Program\n");
        assertEquals(2, run("--trusted", list, "--class-path", classPath, bad));
        assertEquals("error[CR093]: the list of trusted classes has a line without a reason: file=" + list
                + ", line=1\n", err);
    }

    @Test
    void shouldWriteJson() throws Exception {
        Path bad = compiled("class Program { void run(io.creel.net.PacketPool pool) { pool.allocate(); } }");
        assertEquals(1, run("--json", "--class-path", System.getProperty("java.class.path"), bad));
        assertTrue(out.startsWith("{\n  \"accepted\": false,\n  \"classes\": 1"), out);
        assertTrue(out.contains("{\"code\": \"CR001\", \"class\": \"Program\", \"method\": \"run(PacketPool)\","
                + " \"file\": \"Program.java\", \"line\": 1,"), out);
    }

    @Test
    void shouldExplainACode() {
        assertEquals(0, run("--explain", "CR012"));
        assertTrue(out.startsWith("CR012: a value belongs to another one\n\nA step requires two values"), out);
        assertEquals(2, run("--explain", "CR999"));
        assertEquals("unknown code: code=CR999, first=CR001, last=CR095\n", err);
    }

    @Test
    void shouldSayHowItIsUsed() {
        assertEquals(2, run());
        assertTrue(err.startsWith("usage: creel-verify"), err);
        assertEquals(2, run("--what", "x", "y"));
        assertTrue(err.startsWith("unknown option: option=--what"), err);
        assertEquals(2, run("--spec"));
        assertEquals("the option needs a value: option=--spec\n", err);
    }

    private byte[] bytes() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V25, Opcodes.ACC_PUBLIC, "Program", null, "java/lang/Object", null);
        writer.visitEnd();
        return writer.toByteArray();
    }

    @Test
    void shouldRefuseAClassFileThatIsTooNew() throws Exception {
        byte[] bytes = bytes();
        bytes[7] = 99;
        Path file = Files.write(folder.resolve("New.class"), bytes);
        assertEquals(2, run(file));
        assertEquals(
                "error[CR090]: the class file is newer than this verifier can read, compile with --release 25: file="
                        + file + ", version=99, newest=69\n",
                err);
    }

    @Test
    void shouldRefuseWhatIsNoClassFile() throws Exception {
        Path file = Files.writeString(folder.resolve("Text.class"), "this is text");
        assertEquals(2, run(file));
        assertEquals("error[CR091]: this is no class file: file=" + file + "\n", err);
    }

    @Test
    void shouldRefuseADamagedClassFile() throws Exception {
        byte[] bytes = Arrays.copyOf(bytes(), 40);
        Path file = Files.write(folder.resolve("Cut.class"), bytes);
        assertEquals(2, run(file));
        assertEquals("error[CR091]: the class file is damaged: file=" + file + "\n", err);
    }

    /** The fuzzer has found it: index 0 of the constant pool stands for nothing. */
    @Test
    void shouldRefuseAMethodWithoutAName() throws Exception {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V21, Opcodes.ACC_ABSTRACT, "Nameless", null, "java/lang/Object", null);
        writer.visitMethod(Opcodes.ACC_ABSTRACT, "named", "()V", null, null).visitEnd();
        byte[] bytes = writer.toByteArray();
        int nameIndex = new ClassReader(bytes).header + 14; // behind six numbers and the flags of the method
        bytes[nameIndex] = 0;
        bytes[nameIndex + 1] = 0;
        Path file = Files.write(folder.resolve("Nameless.class"), bytes);
        assertEquals(2, run(file));
        assertEquals("error[CR091]: the class file is damaged: file=" + file + "\n", err);
    }

    @Test
    void shouldRefuseAJarThatCannotBeRead() throws Exception {
        Path file = Files.writeString(folder.resolve("text.jar"), "this is text");
        assertEquals(2, run(file));
        assertEquals("error[CR091]: the file cannot be read, it must be a folder, a jar or a class file: file=" + file
                + "\n", err);
        assertEquals(2, run(folder.resolve("none.jar")));
    }

    @Test
    void shouldRefuseAClassPathThatDoesNotExist() {
        assertEquals(2, run("--class-path", folder.resolve("none.jar"), folder));
        assertEquals(
                "error[CR091]: an entry of the class path does not exist: file=" + folder.resolve("none.jar") + "\n",
                err);
    }

    @Test
    void shouldNameAMissingClass() throws Exception {
        Path file = compiled(
                "class Program { Base base; void run() { base.step(); } static class Base { void step() { } } }");
        Files.delete(folder.resolve("Program$Base.class"));
        Path alone = Files.createDirectory(folder.resolve("alone"));
        Path copy = Files.copy(file, alone.resolve("Program.class"));
        assertEquals(0, run(copy), () -> out + err);
        assertTrue(
                out.startsWith("warning[CR092]: classes are missing, so what they ask for is unknown; add the jars that"
                        + " hold them to --class-path: count=1, classes=Program.Base\naccepted: "),
                out);
        assertEquals(0, run("--json", copy), () -> out + err);
        assertTrue(out.contains("\"missing\": [\"Program.Base\"]"), out);
    }

    @Test
    void shouldRefuseWithoutAClassOfCreel() throws Exception {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V25, Opcodes.ACC_PUBLIC, "Program", null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "run", "()V", null, null);
        method.visitCode();
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "io/creel/gone/Base", "run", "()V", false);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
        writer.visitEnd();
        Path file = Files.write(folder.resolve("Program.class"), writer.toByteArray());
        assertEquals(2, run(file), () -> out + err);
        assertEquals("error[CR092]: a class of Creel is missing, add its jar to --class-path:"
                + " class=io.creel.gone.Base\n", err);
    }

    private String refusal(String specification) {
        return assertThrows(RuntimeException.class,
                () -> new Verifier().add(Corpus.class).specification("my.spec", specification).run()).getMessage();
    }

    @Test
    void shouldNameTheLineOfABadSpecification() {
        assertEquals(
                "error[CR093]: the specification file cannot be read, '{' is needed and ';' is there: file=my.spec,"
                        + " line=2",
                refusal("class java.lang.Thread\n;"));
        assertEquals("error[CR093]: the specification file cannot be read, it ends too early: file=my.spec, line=1",
                refusal("class java.lang.Thread { run("));
        assertEquals("error[CR093]: the specification file cannot be read, a string does not end: file=my.spec, line=1",
                refusal("@States(\"A"));
        assertEquals("error[CR093]: the specification file names a member that the class does not have: file=my.spec,"
                + " class=io.creel.core.Stash, member=psh(Coroutine) in line 2",
                refusal("class io.creel.core.Stash {\n psh(Coroutine handle);\n}"));
    }

    @Test
    void shouldFollowASpecificationOfClassesOfOthers() throws Exception {
        byte[] program = WrongLockMatrixTest.compile("Program",
                "class Program { void run(java.util.Timer timer) { new Thread(() -> { }).start(); } }").get("Program");
        Verifier verifier = new Verifier().add("Program", program).specification("my.spec",
                "@Owned class java.lang.Thread { @Releases join(); @Transfers start(); }");
        assertTrue(verifier.run().isAccepted());
        Verifier second = new Verifier().add("Program", program).specification("my.spec",
                "@Owned class java.lang.Thread { @Releases join(); }");
        assertEquals(List.of("CR001"), second.run().codes());
    }

    @Test
    void shouldSayThatItDoesNotFollowOldSubroutines() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_5, Opcodes.ACC_PUBLIC, "Old", null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "run", "()V", null, null);
        Label subroutine = new Label();
        method.visitCode();
        method.visitJumpInsn(Opcodes.JSR, subroutine);
        method.visitInsn(Opcodes.RETURN);
        method.visitLabel(subroutine);
        method.visitVarInsn(Opcodes.ASTORE, 0);
        method.visitVarInsn(Opcodes.RET, 0);
        method.visitMaxs(1, 1);
        method.visitEnd();
        writer.visitEnd();
        VerifierResult verdict = new Verifier().add("Old", writer.toByteArray()).run();
        assertEquals(List.of("CR095"), verdict.codes());
        assertTrue(verdict.text().contains("the method uses jsr"), verdict::text);
    }

    @Test
    void shouldSayThatAMethodHasTooManyPaths() {
        StringBuilder body = new StringBuilder("class Program { void run(io.creel.net.PacketPool pool, int n) {");
        List<String> ends = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            body.append("var p").append(i).append(" = pool.allocate();");
            ends.add("if (p" + i + " != null) { p" + i + ".release(); }");
        }
        byte[] program = WrongLockMatrixTest.compile("Program", body + String.join("", ends) + "} }").get("Program");
        VerifierResult verdict = new Verifier().add(Corpus.class).add("Program", program).run();
        assertEquals(List.of("CR094"), verdict.codes(), verdict::text);
    }

    @Test
    void shouldFindTheFaultOfAClassInATest() {
        assertTrue(Verifier.verify(Corpus.class).isAccepted());
        VerifierResult verdict = Verifier.verify(io.creel.verifier.corpus.Crime.class);
        assertFalse(verdict.isAccepted());
        AssertionError error = assertThrows(AssertionError.class, verdict::assertAccepted);
        assertTrue(error.getMessage().startsWith("the verifier rejects:\nerror[CR001]"), error.getMessage());
    }
}
