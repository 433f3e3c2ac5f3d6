package io.creel.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.creel.agent.check.CheckLevel;
import io.creel.agent.check.Weaver;
import io.creel.oracle.CorpusClasses.Sample;
import io.creel.sim.explore.Failure;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The canaries of the differential test: it fails without checks, and it finds faults that are planted. */
class OracleCanaryTest {
    private static final int INTERFERENCES = 2;
    private static final long SCHEDULES = 20_000;
    private static final ClassLoader LOADER = OracleCanaryTest.class.getClassLoader();

    /** Without checks no rejected program shows a code, so the differential test would list them all. */
    @Test
    void shouldFindNoCodeWithoutChecks() throws IOException, URISyntaxException {
        CorpusClasses unchecked = new CorpusClasses(CheckLevel.OFF);
        int rejected = 0;
        for (Sample sample : unchecked.samples()) {
            if (sample.code() != null && !sample.name().startsWith("LostInLoops")) {
                rejected++;
                assertNull(Verdict.of(unchecked, sample, 0, SCHEDULES).failure(), sample.name());
            }
        }
        assertEquals(true, rejected >= 220, () -> "too few programs");
    }

    /** Deletes the calls of one method from one program of the corpus. */
    private static UnaryOperator<byte[]> without(String program, String owner, String called) {
        UnaryOperator<byte[]> weaver = Weaver.of(LOADER, CheckLevel.TRACE);
        return classFile -> {
            ClassReader reader = new ClassReader(classFile);
            return weaver.apply(reader.getClassName().endsWith("$" + program)
                    ? delete(reader, owner, called)
                    : classFile);
        };
    }

    private static byte[] delete(ClassReader reader, String owner, String called) {
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                    String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9,
                        super.visitMethod(access, name, descriptor, signature, exceptions)) {
                    @Override
                    public void visitMethodInsn(int opcode, String type, String method, String signed,
                            boolean isInterface) {
                        if (type.endsWith(owner) && method.equals(called)) {
                            drop(signed);
                        } else {
                            super.visitMethodInsn(opcode, type, method, signed, isInterface);
                        }
                    }

                    private void drop(String signed) {
                        for (Type each : Type.getArgumentTypes(signed)) {
                            super.visitInsn(each.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
                        }
                        super.visitInsn(Opcodes.POP);
                        if (Type.getReturnType(signed) != Type.VOID_TYPE) {
                            super.visitInsn(Type.getReturnType(signed).getSort() == Type.OBJECT
                                    ? Opcodes.ACONST_NULL
                                    : Opcodes.ICONST_0);
                        }
                    }
                };
            }
        }, 0);
        return writer.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"GuiltyLookingLocks, TwoLocksInOrder, CoroutineLock, unlock, CR014",
            "GuiltyLookingLocks, LockThroughAnAlias, CoroutineLock, lock, CR013",
            "GuiltyLookingOwners, SecondChance, Coroutine, abandon, CR001",
            "GuiltyLookingOwners, CatchesReleasesAndThrowsOn, Packet, release, CR002",
            "GuiltyLookingSteps, StepsAllTheWay, Domain$Steps, ip, CR001",
            "GuiltyLookingSteps, StepsAllTheWay, CoroutineLock, lock, CR013"})
    void shouldFindAFaultThatIsPlantedIntoAnAcceptedProgram(String file, String program, String owner, String called,
            String code) throws IOException, URISyntaxException {
        CorpusClasses sound = new CorpusClasses(CheckLevel.TRACE);
        Sample innocent = sound.sample(file + "." + program);
        assertNull(Verdict.of(sound, innocent, Set.of(), INTERFERENCES, SCHEDULES).failure(), "without the fault");
        CorpusClasses planted = new CorpusClasses(without(program, "/" + owner, called));
        Verdict verdict = Verdict.of(planted, planted.sample(file + "." + program), Set.of(code), INTERFERENCES,
                SCHEDULES);
        assertNotNull(verdict.failure(), () -> "not found: others=" + verdict.others());
    }

    /** Two choices are needed, and two are left: the stash refuses once, and the other one does, too. */
    @Test
    void shouldShortenAPlantedFaultToTheChoicesThatItNeeds() throws IOException, URISyntaxException {
        CorpusClasses planted = new CorpusClasses(without("SecondChance", "/Coroutine", "abandon"));
        Verdict verdict = Verdict.of(planted, planted.sample("GuiltyLookingOwners.SecondChance"), Set.of("CR001"),
                INTERFERENCES, SCHEDULES);
        Failure shortest = verdict.shortest();
        assertEquals("""
                     one refuses a handle at GuiltyLookingOwners.java:79
                     two refuses a handle at GuiltyLookingOwners.java:79""",
                String.join("\n", shortest.events().stream()
                        .filter(event -> event.contains("refuses")).toList()),
                shortest::report);
    }
}
