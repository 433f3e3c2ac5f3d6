package io.creel.sim;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class ModuleRulesTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.creel.sim");

    @Test
    void shouldDependOnNothingButCoreQueuesAndSchedulers() {
        classes().should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.creel.core..", "io.creel.queues..", "io.creel.schedulers..",
                        "io.creel.sim..", "org.jspecify.annotations..")
                .check(MAIN);
    }

    @Test
    void shouldGetClockSleepAndChanceInjected() {
        noClasses().should(readAClock()).check(MAIN);
        noClasses().should(ArchConditions.callMethod(Thread.class, "sleep", long.class)).check(MAIN);
        noClasses().should(ArchConditions.callMethod(Thread.class, "currentThread")).check(MAIN);
        noClasses().should().dependOnClassesThat().areAssignableTo(Random.class).check(MAIN);
        noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocalRandom.class).check(MAIN);
        noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class).check(MAIN);
    }

    @Test
    void shouldSimulateOnOneThreadInATimeOfItsOwn() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("java.util.concurrent..", "java.time..")
                .check(MAIN);
    }

    private static ArchCondition<JavaClass> readAClock() {
        return ArchConditions.accessTargetWhere(target(owner(type(System.class)))
                .and(target(name("nanoTime")).or(target(name("currentTimeMillis")))).as("a system clock is read"));
    }

    /** The canary: a rule that the code does break. */
    @Test
    void shouldNoticeWhenARuleIsBroken() {
        assertThrows(AssertionError.class, () -> noClasses().should().dependOnClassesThat()
                .resideInAPackage("io.creel.schedulers..").check(MAIN));
    }
}
