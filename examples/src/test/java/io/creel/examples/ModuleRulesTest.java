package io.creel.examples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

/** Which module may depend on which, over all of them: this is the one that sees them all. */
class ModuleRulesTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.creel");

    /** Nullness annotations, which the compiler alone needs: modules require them statically. */
    private static final String COMPILER_ONLY = "org.jspecify.annotations..";

    @Test
    void shouldLetCoreDependOnTheJdkOnly() {
        classes().that().resideInAPackage("io.creel.core..").should()
                .onlyDependOnClassesThat(resideInAPackage("java..").or(resideInAPackage("jdk.internal.."))
                        .or(resideInAnyPackage("com.sun.management", "jdk.jfr")).or(resideInAPackage("io.creel.core.."))
                        .or(resideInAPackage(COMPILER_ONLY)))
                .check(MAIN);
    }

    @Test
    void shouldLetNetDependOnCoreOnly() {
        classes().that().resideInAPackage("io.creel.net..")
                .and().haveNameNotMatching("io.creel.net.live.(Live|NamespacePair).*") // of the tests
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "jdk.jfr", "io.creel.core..", "io.creel.net..",
                        "org.jctools..", COMPILER_ONLY))
                .check(MAIN);
    }

    @Test
    void shouldLetIpDependOnCoreQueuesAndNetOnly() {
        classes().that().resideInAPackage("io.creel.ip..").should().onlyDependOnClassesThat(
                resideInAnyPackage("java..", "io.creel.core..", "io.creel.queues..", "io.creel.net..", "io.creel.ip..",
                        COMPILER_ONLY))
                .check(MAIN);
    }

    @Test
    void shouldLetServersDependOnTheLeanPathOnly() {
        classes().that().resideInAPackage("io.creel.servers..").should().onlyDependOnClassesThat(
                resideInAnyPackage("java..", "io.creel.core..", "io.creel.queues..", "io.creel.net..", "io.creel.ip..",
                        "io.creel.servers..", COMPILER_ONLY))
                .check(MAIN);
    }

    @Test
    void shouldLetOnlyCoreTouchTheJdksInternals() {
        noClasses().that().resideOutsideOfPackage("io.creel.core..").should().dependOnClassesThat()
                .resideInAnyPackage("jdk.internal..", "sun..").check(MAIN);
    }

    @Test
    void shouldLetOnlyAFewClassesOfCoreTouchThem() {
        noClasses().that().resideInAPackage("io.creel.core..").and().haveNameNotMatching(
                "io.creel.core.(Stack|KernelEntry|PollFrames|ScopedBindings|ContextLoaders|Interrupts|diagnostics.ThreadLocks|diagnostics.HeldMonitors"
                        + "|internal.KernelAccess|internal.ModuleAccess(\\$.*)?)")
                .should().dependOnClassesThat()
                .resideInAPackage("jdk.internal..").check(MAIN);
    }

    @Test
    void shouldLetDependenciesPointOneWay() {
        noClasses().that().resideInAPackage("io.creel.queues..").should().dependOnClassesThat()
                .resideInAnyPackage("io.creel.net..", "io.creel.ip..", "io.creel.schedulers..", "io.creel.sim..",
                        "io.creel.cli..")
                .check(MAIN);
        noClasses().that().resideInAPackage("io.creel.net..").should().dependOnClassesThat()
                .resideInAnyPackage("io.creel.ip..", "io.creel.schedulers..", "io.creel.sim..", "io.creel.cli..")
                .check(MAIN);
        noClasses().that().resideInAPackage("io.creel.schedulers..").should().dependOnClassesThat()
                .resideInAnyPackage("io.creel.net..", "io.creel.ip..", "io.creel.sim..", "io.creel.cli..").check(MAIN);
        noClasses().that().resideInAPackage("io.creel.sim..").should().dependOnClassesThat()
                .resideInAnyPackage("io.creel.net..", "io.creel.ip..", "io.creel.cli..").check(MAIN);
    }

    @Test
    void shouldLetTheVerifierReadNamesOnly() {
        classes().that().resideInAPackage("io.creel.verifier..").should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", "org.objectweb.asm..", "io.creel.verifier..",
                                "javax.annotation.processing..", "javax.lang.model..", "javax.tools.."))
                .check(MAIN);
        noClasses().that().resideOutsideOfPackages("io.creel.verifier..", "io.creel.agent..",
                "io.creel.examples..").should().dependOnClassesThat()
                .resideInAnyPackage("io.creel.verifier..", "org.objectweb.asm..").check(MAIN);
    }

    @Test
    void shouldLetTheAgentDependOnCoreAndTheVerifierOnly() {
        classes().that().resideInAPackage("io.creel.agent..").should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.objectweb.asm..", "io.creel.core..",
                        "io.creel.verifier..", "io.creel.agent.."))
                .check(MAIN);
        noClasses().that().resideOutsideOfPackages("io.creel.agent..", "io.creel.oracle..").should()
                .dependOnClassesThat().resideInAPackage("io.creel.agent..").check(MAIN);
    }

    @Test
    void shouldLetTheOracleDependOnTheSimulatorAndTheAgentOnly() {
        classes().that().resideInAPackage("io.creel.oracle..").should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "io.creel.core..", "io.creel.schedulers..",
                        "io.creel.sim..", "io.creel.agent..", "io.creel.oracle..", COMPILER_ONLY))
                .check(MAIN);
        noClasses().that().resideOutsideOfPackage("io.creel.oracle..").should().dependOnClassesThat()
                .resideInAPackage("io.creel.oracle..").check(MAIN);
    }

    @Test
    void shouldLetNoModuleOfTheProductDependOnExamples() {
        noClasses().that().resideOutsideOfPackage("io.creel.examples..").should().dependOnClassesThat()
                .resideInAPackage("io.creel.examples..").check(MAIN);
    }

    @Test
    void shouldLetOnlyCommandsUseTheSimulator() {
        noClasses().that()
                .resideOutsideOfPackages("io.creel.sim..", "io.creel.oracle..", "io.creel.cli.sim..",
                        "io.creel.cli.policies..", "io.creel.examples..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.creel.sim..").and(not(resideInAPackage("io.creel.sim.stats"))))
                .check(MAIN);
        noClasses().that().resideOutsideOfPackages("io.creel.sim..", "io.creel.cli..").should().dependOnClassesThat()
                .resideInAPackage("io.creel.sim.stats").check(MAIN);
        noClasses().that().resideInAPackage("io.creel.sim.stats").should().dependOnClassesThat()
                .resideInAnyPackage("io.creel.sim", "io.creel.sim.explore", "io.creel.sim.load", "io.creel.sim.replay",
                        "io.creel.schedulers..")
                .check(MAIN);
    }

    /** The canary: a rule that the code does break. */
    @Test
    void shouldNoticeWhenARuleIsBroken() {
        assertThrows(AssertionError.class, () -> noClasses().that().resideInAPackage("io.creel.core..").should()
                .dependOnClassesThat().resideInAPackage("jdk.internal..").check(MAIN));
    }

    @Test
    void shouldTakeNoLockOfAThreadInCodeThatACoroutineMayRun() {
        noClasses().that().resideInAnyPackage("io.creel.core..", "io.creel.queues..", "io.creel.net..", "io.creel.ip..",
                "io.creel.servers..")
                .and().haveNameNotMatching("io.creel.core.PreemptionPoll") // counts locks of others, takes none
                .should()
                .dependOnClassesThat().areAssignableTo(Lock.class).check(MAIN);
        noClasses().that().resideInAnyPackage("io.creel.core..", "io.creel.queues..", "io.creel.net..", "io.creel.ip..",
                "io.creel.servers..")
                .should()
                .dependOnClassesThat().areAssignableTo(ThreadLocal.class).check(MAIN);
    }

    @Test
    void shouldAskForTheCurrentThreadOnlyWhereThatIsSafe() {
        noClasses().that().resideInAnyPackage("io.creel.core..", "io.creel.queues..", "io.creel.net..", "io.creel.ip..",
                "io.creel.servers..")
                .and()
                .haveNameNotMatching("io.creel.core.Stack")
                .and().haveNameNotMatching("io.creel.net.driver.MemoryRxQueue") // blocks, so no coroutine may be there
                .and().haveNameNotMatching("io.creel.net.pcap.PumpedSource") // the same
                .and().haveNameNotMatching("io.creel.net.live.(Live|NamespacePair).*") // of the tests
                .and().haveNameNotMatching("io.creel.core.(DutyCycle|diagnostics.StallThread)") // outside coroutines
                .and().haveNameNotMatching("io.creel.core.Guests") // in a virtual thread, which never sees a stale one
                .should(ArchConditions.callMethod(Thread.class, "currentThread"))
                .check(MAIN);
    }
}
