package io.creel.agent.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.creel.agent.check.programs.Breaks;
import io.creel.agent.check.programs.Place;
import io.creel.verifier.Verifier;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each program that breaks a rule trips its check, and no other program trips one. */
class ProgramsTest {
    private static final String PACKAGE = "io.creel.agent.check.programs.";

    private static boolean isProgram(String name) {
        return name.startsWith(PACKAGE + "Programs") || name.startsWith(PACKAGE + "DataPath");
    }

    private static Stream<Class<?>> programs() throws ClassNotFoundException {
        return Arrays.stream(Class.forName(PACKAGE + "Programs").getDeclaredClasses())
                .filter(type -> !type.isInterface());
    }

    /** Runs a program; returns what it threw. */
    private static Throwable run(Class<?> program, CheckLevel level, String... without) throws Exception {
        WovenLoader loader = new WovenLoader(ProgramsTest::isProgram, level, without);
        Class<?> woven = Class.forName(program.getName(), true, loader);
        assertSame(loader, woven.getClassLoader());
        Constructor<?> make = woven.getDeclaredConstructor();
        make.setAccessible(true);
        Method run = woven.getDeclaredMethod("run", Place.class);
        run.setAccessible(true);
        LiveMonitors.suspensions = 0; // the first ones are all read
        Place place = new Place();
        try {
            run.invoke(make.newInstance(), place);
            return null;
        } catch (InvocationTargetException thrown) {
            return thrown.getCause();
        } finally {
            try {
                place.close();
            } catch (RuntimeException afterABrokenProgram) {
                assertNotNull(afterABrokenProgram.getMessage());
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldTripTheCheckOfTheRuleThatIsBroken() throws Exception {
        return programs().map(program -> dynamicTest(program.getSimpleName(), () -> {
            Breaks breaks = program.getAnnotation(Breaks.class);
            for (CheckLevel level : new CheckLevel[]{CheckLevel.ON, CheckLevel.TRACE}) {
                Throwable thrown = run(program, level);
                if (breaks == null) {
                    if (thrown != null) {
                        throw new AssertionError(thrown);
                    }
                } else {
                    assertTrue(thrown instanceof RuleViolation, () -> level + " " + thrown);
                    assertEquals(breaks.value(), ((RuleViolation) thrown).code(), thrown.getMessage());
                    assertTrue(thrown.getMessage().contains(breaks.says()), thrown.getMessage());
                    assertTrue(thrown.getMessage().contains("(Programs.java:")
                            || thrown.getMessage().contains("(DataPath.java:"), thrown.getMessage());
                }
            }
        }));
    }

    /** The canary: without the check of its rule, no program trips that check. */
    @TestFactory
    Stream<DynamicTest> shouldTripNothingWithoutTheCheckOfTheRule() throws Exception {
        return programs().filter(program -> program.getAnnotation(Breaks.class) != null)
                .map(program -> dynamicTest(program.getSimpleName(), () -> {
                    String code = program.getAnnotation(Breaks.class).value();
                    Throwable thrown = run(program, CheckLevel.ON, code);
                    assertTrue(!(thrown instanceof RuleViolation violation) || !violation.code().equals(code),
                            () -> String.valueOf(thrown));
                }));
    }

    /** What the verifier accepts trips no check, and what it rejects trips one. */
    @TestFactory
    Stream<DynamicTest> shouldAgreeWithTheVerifier() throws Exception {
        return programs().map(program -> dynamicTest(program.getSimpleName(), () -> {
            Breaks breaks = program.getAnnotation(Breaks.class);
            var result = new Verifier().add(program).run();
            assertEquals(breaks == null || !breaks.isSeenBefore(), result.isAccepted(), result::text);
        }));
    }

    @TestFactory
    Stream<DynamicTest> shouldTripNothingIfChecksAreOff() throws Exception {
        return programs().map(program -> dynamicTest(program.getSimpleName(), () -> {
            byte[] bytes = WovenLoader.bytes(program.getName());
            assertSame(bytes, Weaver.weave(bytes, WovenLoader.world(), CheckLevel.OFF));
            if (program.getAnnotation(Breaks.class) == null) {
                assertNull(run(program, CheckLevel.OFF));
            }
        }));
    }
}
