package io.creel.ip;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import io.creel.core.spec.From;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Suspends;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

class ModuleRulesTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.creel.ip");

    @Test
    void shouldDependOnNothingButCoreQueuesAndNet() {
        classes().should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.creel.core..", "io.creel.queues..", "io.creel.net..", "io.creel.ip..",
                        "org.jspecify.annotations..")
                .because("the packet path does not know who resumes it").check(MAIN);
    }

    @Test
    void shouldGetClockSleepAndChanceInjected() {
        noClasses().should(readAClock()).check(MAIN);
        noClasses().should(ArchConditions.callMethod(Thread.class, "sleep", long.class)).check(MAIN);
        noClasses().should().dependOnClassesThat().areAssignableTo(Random.class).check(MAIN);
        noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocalRandom.class).check(MAIN);
    }

    @Test
    void shouldTakeNoLockOfAThreadAndKeepNothingPerThread() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Lock.class).check(MAIN);
        noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class).check(MAIN);
        noClasses().should(ArchConditions.callMethod(Thread.class, "currentThread")).check(MAIN);
    }

    @Test
    void shouldKeepPackagesFreeOfCycles() {
        slices().matching("io.creel.ip.(**)").should().beFreeOfCycles().check(MAIN);
        noClasses().that().resideInAPackage("io.creel.ip").should().dependOnClassesThat()
                .resideInAPackage("io.creel.ip.*").check(MAIN);
        classes().that().resideInAPackage("io.creel.ip.tcp").should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.creel.core..", "io.creel.net..", "io.creel.ip", "io.creel.ip.tcp",
                        "org.jspecify.annotations..")
                .check(MAIN);
    }

    /** Every receive step says in which state it takes a packet, and where it runs or that it suspends. */
    @Test
    void shouldStateTheRulesOfEveryStep() {
        methods().that().areDeclaredInClassesThat().haveSimpleNameEndingWith("Receive").and()
                .haveNameMatching("receive|lookUp|error").should().beAnnotatedWith(RunsOn.class).orShould()
                .beAnnotatedWith(Suspends.class).check(MAIN);
        methods().that().areDeclaredInClassesThat().haveSimpleNameEndingWith("Receive").and().haveName("receive")
                .should(new ArchCondition<JavaMethod>("name the state of their packet") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        boolean named = method.getParameters().getFirst().isAnnotatedWith(From.class);
                        events.add(new SimpleConditionEvent(method, named, method.getFullName()));
                    }
                }).check(MAIN);
    }

    /** The canary: a rule that the code does break. */
    @Test
    void shouldNoticeWhenARuleIsBroken() {
        assertThrows(AssertionError.class,
                () -> noClasses().should().dependOnClassesThat().resideInAPackage("io.creel.net..").check(MAIN));
    }

    private static ArchCondition<JavaClass> readAClock() {
        return ArchConditions.accessTargetWhere(target(owner(type(System.class)))
                .and(target(name("nanoTime")).or(target(name("currentTimeMillis")))).as("a system clock is read"));
    }
}
