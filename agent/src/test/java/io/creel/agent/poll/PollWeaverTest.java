package io.creel.agent.poll;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PollWeaverTest {
    private static final PollPackages POLLED = PollPackages.of(List.of("io.creel.polled"));

    private static byte[] fileOf(String name) throws IOException {
        try (InputStream file = PollWeaverTest.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            return file.readAllBytes();
        }
    }

    /** Returns the calls of the runtime per method of a woven class. */
    private static Map<String, List<String>> hooks(String name) throws IOException {
        byte[] woven = new PollWeaver(POLLED).weave(fileOf(name));
        assertNotNull(woven);
        assertEquals(List.of(), ClassFile.of().verify(woven));
        ClassModel type = ClassFile.of().parse(woven);
        Map<String, List<String>> found = new TreeMap<>();
        for (MethodModel method : type.methods()) {
            List<String> calls = new ArrayList<>();
            method.code().ifPresent(code -> code.forEach(element -> {
                if (element instanceof InvokeInstruction call
                        && call.owner().asInternalName().equals("io/creel/core/PreemptionPoll")) {
                    calls.add(call.name().stringValue());
                }
            }));
            found.put(method.methodName().stringValue(), calls);
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({"leaf,''", "getter,''", "whileLoop,poll", "doLoop,poll", "endless,poll", "counted,strip",
            "countedByLength,strip", "countedToConstant,strip", "countedWithMath,strip", "countedWithACall,'poll,poll'",
            "countedWithAString,poll", "countedDown,poll", "countedByTwo,poll", "movesItsBound,poll",
            "movesItsVariable,poll", "nested,'poll,strip'", "countedWithContinue,strip", "countedInATry,strip",
            "callsLeaf,poll", "callsAFunction,poll", "callsTheJdk,''", "locked,''",
            "critical,'locked,unlocked,unlocked'",
            "timed,'poll,lockedIf,unlocked'", "switchLoop,poll", "<init>,strip", "<clinit>,''"})
    void shouldPollWhereCodeCanTakeLong(String method, String expected) throws IOException {
        List<String> wanted = expected.isEmpty() ? List.of() : List.of(expected.split(","));
        assertEquals(wanted, hooks("io.creel.polled.Shapes").get(method));
    }

    /** The woven class computes what the original computes, and polls do not change it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1_023, 1_024, 1_025, 5_000})
    void shouldComputeTheSameWhenWoven(int n) throws ReflectiveOperationException {
        Class<?> plain = io.creel.polled.Shapes.class;
        Class<?> woven = Class.forName(plain.getName(), true,
                new PollingLoader(PollWeaverTest.class.getClassLoader(), POLLED));
        int compared = 0;
        for (Method method : plain.getMethods()) {
            if (method.getReturnType() == long.class && method.getParameterCount() == 1) {
                assertEquals(method.invoke(null, n), woven.getMethod(method.getName(), int.class).invoke(null, n),
                        method.getName());
                compared++;
            }
        }
        assertTrue(compared > 15);
    }

    @Test
    void shouldRunAStripToTheEndWhenTheBoundsAreExtreme() {
        assertEquals(Integer.MIN_VALUE + 1_024,
                io.creel.core.PreemptionPoll.strip(Integer.MIN_VALUE, Integer.MAX_VALUE));
        assertEquals(Integer.MAX_VALUE, io.creel.core.PreemptionPoll.strip(Integer.MAX_VALUE - 1, Integer.MAX_VALUE));
        assertEquals(1_024, io.creel.core.PreemptionPoll.strip(0, 1_025));
        assertEquals(1_024, io.creel.core.PreemptionPoll.strip(0, 1_024));
    }

    @Test
    void shouldLeaveAClassAloneWhenItIsNotOptedInOrWovenAlready() throws IOException {
        PollWeaver weaver = new PollWeaver(POLLED);
        assertNull(weaver.weave(fileOf(PollWeaverTest.class.getName())));
        byte[] woven = weaver.weave(fileOf("io.creel.polled.Shapes"));
        assertNull(weaver.weave(woven));
    }

    @Test
    void shouldGiveTheSameBytesWhenWovenTwice() throws IOException {
        byte[] file = fileOf("io.creel.polled.UsesALock");
        assertArrayEquals(new PollWeaver(POLLED).weave(file), new PollWeaver(POLLED).weave(file));
    }

    @Test
    void shouldKeepTheSerialFormOfAClass() throws ReflectiveOperationException {
        Class<?> woven = Class.forName("io.creel.polled.Serial", true,
                new PollingLoader(PollWeaverTest.class.getClassLoader(), POLLED));
        assertEquals(java.io.ObjectStreamClass.lookup(io.creel.polled.Serial.class).getSerialVersionUID(),
                java.io.ObjectStreamClass.lookup(woven).getSerialVersionUID());
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.util", "java", "org.jctools.queues", "org.agrona", "io.creel.core",
            "io.creel.queues.x",
            "io.creel.agent.poll"})
    void shouldRefuseAPackageInWhichAPollCanHang(String name) {
        String message = assertThrows(IllegalArgumentException.class, () -> PollPackages.of(List.of(name)))
                .getMessage();
        assertTrue(message.startsWith("polls refused, a poll in this code could hang another thread: package=" + name
                + ", never="), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..b", "a.", "a/b", "1a", "a-b"})
    void shouldRefuseANameThatIsNoPackage(String name) {
        assertEquals("polls refused, not the name of a package: package=" + name,
                assertThrows(IllegalArgumentException.class, () -> PollPackages.of(List.of(name))).getMessage());
    }

    @Test
    void shouldRefuseAnEmptyList() {
        assertEquals("polls refused, name a package: packages=none",
                assertThrows(IllegalArgumentException.class, () -> PollPackages.of(List.of())).getMessage());
    }

    @Test
    void shouldHaveThePackagesBelowAndNoOthers() {
        PollPackages packages = PollPackages.of(List.of("com.acme", "org", "io"));
        assertTrue(packages.has("com/acme/A"));
        assertTrue(packages.has("com/acme/b/A"));
        assertFalse(packages.has("com/acmes/A"));
        assertTrue(packages.has("org/other/A"));
        assertFalse(packages.has("org/jctools/queues/A"), "never, even below an opted-in package");
        assertFalse(packages.has("io/creel/core/A"));
        assertTrue(packages.has("io/creel/polled/A"));
    }

    /** Weaves whole jars; the JDK's verifier accepts every class. */
    @ParameterizedTest
    @ValueSource(classes = {org.junit.jupiter.engine.JupiterTestEngine.class, Test.class,
            org.junit.platform.engine.TestEngine.class,
            org.jctools.queues.MpscArrayQueue.class})
    void shouldWriteValidClassesWhenAWholeJarIsWoven(Class<?> member) throws Exception {
        URI jar = member.getProtectionDomain().getCodeSource().getLocation().toURI();
        PollWeaver weaver = new PollWeaver(PollPackages.unchecked("org"));
        int classes = 0;
        try (JarFile file = new JarFile(jar.getPath())) {
            for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
                if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF")
                        && !entry.getName().equals("module-info.class")) {
                    byte[] woven = weaver.weave(file.getInputStream(entry).readAllBytes());
                    if (woven != null) {
                        assertEquals(List.of(), ClassFile.of().verify(woven), entry.getName());
                        classes++;
                    }
                }
            }
        }
        assertTrue(classes > 20, "classes=" + classes);
    }
}
