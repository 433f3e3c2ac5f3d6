package io.creel.schedulers;

import io.creel.schedulers.os.LentCores;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementTaker;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class ModuleRulesTest {
    private static final JavaClasses WITH_TESTS = new ClassFileImporter().importPackages("io.creel.schedulers");
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.creel.schedulers");

    @Test
    void shouldDependOnNothingButCoreAndQueues() {
        classes().should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.creel.core..", "io.creel.queues..", "io.creel.schedulers..",
                        "org.jspecify.annotations..", "jdk.jfr..")
                .because("the network does not know its scheduler, nor the other way round; only core touches"
                        + " jdk.internal")
                .check(MAIN);
    }

    @Test
    void shouldGetClockSleepAndChanceInjected() {
        noClasses().that(not(type(WorkerGroupBuilder.class))).should(readAClock()).check(MAIN);
        noClasses().should(ArchConditions.callMethod(Thread.class, "sleep", long.class)).check(MAIN);
        noClasses().should().dependOnClassesThat().areAssignableTo(Random.class).check(MAIN);
        noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocalRandom.class).check(MAIN);
    }

    @Test
    void shouldSeeTheOnePlaceThatNamesTheClock() {
        String violations = assertThrows(AssertionError.class, () -> noClasses().should(readAClock()).check(MAIN))
                .getMessage();
        assertTrue(violations.contains("WorkerGroupBuilder") && violations.contains("(1 times)"), violations);
    }

    @Test
    void shouldTakeNoLockAndKeepNothingPerThread() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Lock.class).check(MAIN);
        noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class).check(MAIN);
    }

    @Test
    void shouldAskForTheCurrentThreadOnlyOutsideCoroutines() {
        noClasses().that()
                .doNotBelongToAnyOf(SpinThenPark.class, SpinThenPoll.class, WorkerGroup.class, GroupShutdown.class,
                        LentCores.class) // refuses a coroutine before it asks
                .and().doNotHaveFullyQualifiedName("io.creel.schedulers.vthreads.JdkInternals") // once a process
                .should(ArchConditions.callMethod(Thread.class, "currentThread")).check(MAIN);
    }

    @Test
    void shouldKeepPoliciesFreeOfWorkersAndOfEachOther() {
        for (String axis : List.of("when", "where", "scaling")) {
            noClasses().that().resideInAPackage("io.creel.schedulers." + axis + ".*").should().dependOnClassesThat()
                    .resideInAnyPackage("io.creel.schedulers", "io.creel.schedulers.placement")
                    .allowEmptyShould(true).check(MAIN);
            slices().matching("io.creel.schedulers." + axis + ".(*)").should().notDependOnEachOther()
                    .allowEmptyShould(true).check(MAIN);
        }
        noClasses().that().resideInAPackage("io.creel.schedulers.where..").should().dependOnClassesThat()
                .resideInAPackage("io.creel.schedulers.when..").check(MAIN);
    }

    /**
     * Programs, the simulator and the tests' drive go through the taker, so none of them repeats the steps that follow
     * a take.
     */
    @Test
    void shouldTellAPlacementOfATakenHandleInOnePlace() {
        noClasses().that(not(type(Placement.class))).and(not(type(PlacementTaker.class)))
                .should(tellAPlacementOfARun()).check(WITH_TESTS);
        assertThrows(AssertionError.class, () -> noClasses().should(tellAPlacementOfARun()).check(WITH_TESTS));
    }

    private static ArchCondition<JavaClass> tellAPlacementOfARun() {
        return ArchConditions.accessTargetWhere(target(owner(type(Placement.class)))
                .and(target(nameMatching("began|finished|preempted"))).as("a placement is told of a run"));
    }

    @Test
    void shouldKeepTheRegistryFreeOfThePoliciesItNames() {
        noClasses().that().resideInAPackage("io.creel.schedulers.policy").should().dependOnClassesThat()
                .resideInAnyPackage("io.creel.schedulers.where.*", "io.creel.schedulers.when.*",
                        "io.creel.schedulers.scaling.*", "io.creel.schedulers.placement",
                        "io.creel.schedulers.services")
                .check(MAIN);
    }

    /** On the class path and on the module path the same providers are found. */
    @Test
    void shouldNameEveryProviderInBothPlaces() throws Exception {
        for (String service : List.of("Where", "When", "Scaling")) {
            String name = "io.creel.schedulers.policy." + service + "Provider";
            Set<String> lines = Set.copyOf(Files.readAllLines(Path.of("src/main/resources/META-INF/services/" + name)));
            Set<String> provided = ModuleDescriptor
                    .read(Files.newInputStream(Path.of("target/classes/module-info.class")))
                    .provides().stream().filter(each -> each.service().equals(name))
                    .flatMap(each -> each.providers().stream()).collect(Collectors.toSet());
            assertEquals(provided, lines);
        }
    }

    @Test
    void shouldDecideWhereWithoutAClockOfItsOwn() {
        noClasses().that().resideInAnyPackage("io.creel.schedulers.where..", "io.creel.schedulers.scaling..").should()
                .dependOnClassesThat().areAssignableTo(LongSupplier.class).check(MAIN);
    }

    private static ArchCondition<JavaClass> readAClock() {
        return ArchConditions.accessTargetWhere(target(owner(type(System.class)))
                .and(target(name("nanoTime")).or(target(name("currentTimeMillis")))).as("a system clock is read"));
    }
}
