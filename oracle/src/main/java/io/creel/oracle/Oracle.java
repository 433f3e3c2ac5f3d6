package io.creel.oracle;

import io.creel.agent.check.CheckLevel;
import io.creel.sim.explore.Choices;
import io.creel.sim.explore.ChoiceTrace;
import io.creel.sim.explore.Explorer;
import io.creel.sim.explore.Explorer.Exploration;
import io.creel.sim.explore.Failure;
import io.creel.sim.explore.Program;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a small program can break a rule: it runs every schedule up to a bound, with the checks of the
 * specification woven into the program. The classes of the program are loaded anew for that, so the JVM needs no agent.
 *
 * <pre>{@code
 * Oracle.of(TwoPushers.class).interferences(2).explore().assertKept();
 * }</pre>
 *
 * <p>
 * A run fails if a check trips, if a coroutine ends by an exception that is no cancellation, or if a coroutine cannot
 * be ended by a cancellation. The first failure with the fewest interferences is made as short as possible.
 *
 * <p>
 * Set up and used by one thread. Immutable: each setting returns a new oracle.
 */
public final class Oracle {
    /** How many workers there are unless the program says otherwise. */
    public static final int DEFAULT_WORKERS = 2;
    /** How many answers of a run may differ from 0 unless the program says otherwise. */
    public static final int DEFAULT_INTERFERENCES = 2;
    /** How many runs are made at most unless the program says otherwise. */
    public static final long DEFAULT_RUNS = 100_000;
    /** The most workers. */
    public static final int MAX_WORKERS = 8;
    private static final long SHORTENING_RUNS = 20_000;

    private final Class<? extends SmallProgram> type;
    private final String packages;
    private final CheckLevel level;
    private final int workers;
    private final int interferences;
    private final long runs;

    private Oracle(Class<? extends SmallProgram> type, String packages, CheckLevel level, int workers,
            int interferences,
            long runs) {
        this.type = type;
        this.packages = packages;
        this.level = level;
        this.workers = workers;
        this.interferences = interferences;
        this.runs = runs;
    }

    /**
     * Makes an oracle for a program. The checks are woven into the classes of its package.
     *
     * @param program
     *            a class with a constructor without parameters, not a lambda
     * @return the oracle
     * @throws IllegalArgumentException
     *             if the class is a lambda, or has no such constructor
     */
    public static Oracle of(Class<? extends SmallProgram> program) {
        if (program.isHidden() || !hasConstructor(program)) {
            throw new IllegalArgumentException("a program must be a static class with a constructor without parameters:"
                    + " program=" + program.getName());
        }
        return new Oracle(program, program.getPackageName() + ".", CheckLevel.TRACE, DEFAULT_WORKERS,
                DEFAULT_INTERFERENCES,
                DEFAULT_RUNS);
    }

    private static boolean hasConstructor(Class<?> type) {
        for (Constructor<?> each : type.getDeclaredConstructors()) {
            if (each.getParameterCount() == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Weaves the checks into the classes of a package and of those below it, instead of the program's package.
     *
     * @param name
     *            a package that contains the program's
     * @return the changed oracle
     */
    public Oracle checking(String name) {
        if (!type.getName().startsWith(name + ".")) {
            throw new IllegalArgumentException(
                    "the package does not contain the program: package=" + name + ", program=" + type.getName());
        }
        return new Oracle(type, name + ".", level, workers, interferences, runs);
    }

    /**
     * Weaves no checks. Only uncaught exceptions and coroutines that do not end are failures then.
     *
     * @return the changed oracle
     */
    public Oracle unchecked() {
        return new Oracle(type, packages, CheckLevel.OFF, workers, interferences, runs);
    }

    /**
     * Sets the number of workers.
     *
     * @param count
     *            from 1 to {@link #MAX_WORKERS}
     * @return the changed oracle
     */
    public Oracle workers(int count) {
        if (count < 1 || count > MAX_WORKERS) {
            throw new IllegalArgumentException("workers out of range: workers=" + count + ", least=1, most="
                    + MAX_WORKERS);
        }
        return new Oracle(type, packages, level, count, interferences, runs);
    }

    /**
     * Sets the bound: how many answers of a run may differ from 0. Preemptions, refusals, cancellations and every other
     * choice count alike.
     *
     * @param most
     *            at least 0
     * @return the changed oracle
     */
    public Oracle interferences(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("negative bound: interferences=" + most);
        }
        return new Oracle(type, packages, level, workers, most, runs);
    }

    /**
     * Sets how many runs are made at most.
     *
     * @param most
     *            at least 1
     * @return the changed oracle
     */
    public Oracle runs(long most) {
        if (most < 1) {
            throw new IllegalArgumentException("too few runs: runs=" + most + ", least=1");
        }
        return new Oracle(type, packages, level, workers, interferences, most);
    }

    /** {@return the outcome of every run within the bound, those with fewer interferences first} */
    public OracleResult explore() {
        long began = System.nanoTime();
        Counting program = program();
        long made = 0;
        boolean complete = true;
        for (int bound = 0; bound <= interferences; bound++) {
            Exploration one = Explorer.exhaustive(program, bound, Math.max(1, runs - made));
            made += one.runs();
            complete = one.complete();
            if (one.failure() != null) {
                return result(program, made, false, one.failure(), began);
            }
            if (made >= runs && bound < interferences) {
                complete = false;
                break;
            }
        }
        return result(program, made, complete, null, began);
    }

    /**
     * Makes runs with random answers.
     *
     * @param seed
     *            of the first run; the next ones have the next seeds
     * @return the outcome of as many runs as are set
     */
    public OracleResult random(long seed) {
        long began = System.nanoTime();
        Counting program = program();
        Exploration some = Explorer.random(program, seed, runs);
        return result(program, some.runs(), false, some.failure(), began);
    }

    /**
     * Makes one run again.
     *
     * @param trace
     *            the trace in a report
     * @return the failure, or {@code null} if the run does not fail
     */
    public @Nullable Failure replay(String trace) {
        return Explorer.replay(program(), ChoiceTrace.parse(trace));
    }

    private OracleResult result(Counting program, long made, boolean complete, @Nullable Failure failure, long began) {
        Failure shortest = failure == null ? null : Explorer.minimise(program, failure, SHORTENING_RUNS);
        return new OracleResult(type.getSimpleName(), made, program.cut, complete, shortest,
                (System.nanoTime() - began) / 1_000_000);
    }

    private Counting program() {
        Predicate<String> own = name -> name.startsWith(packages);
        try {
            Class<?> checked = new CheckedClasses(type.getClassLoader(), own, level).loadClass(type.getName());
            Constructor<?> constructor = checked.getDeclaredConstructor();
            constructor.setAccessible(true);
            return new Counting(() -> make(constructor), workers);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalArgumentException("the program cannot be loaded: program=" + type.getName(), impossible);
        }
    }

    private static SmallProgram make(Constructor<?> constructor) {
        try {
            return (SmallProgram) constructor.newInstance();
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException("the program cannot be made: program="
                    + constructor.getDeclaringClass().getName(), thrown.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalArgumentException("the program cannot be made: program="
                    + constructor.getDeclaringClass().getName(), impossible);
        }
    }

    /** Makes a new program for each run, and counts the runs that were cut. */
    private static final class Counting implements Program {
        /** Makes a program. */
        private interface Maker {
            SmallProgram make();
        }

        private final Maker maker;
        private final ReusedWorkers reused;
        private long cut;

        Counting(Maker maker, int workers) {
            this.maker = maker;
            reused = new ReusedWorkers(workers);
        }

        @Override
        public void run(Choices choices) {
            SimulatedWorkers workers = reused.next(choices);
            OneRun.make(maker.make(), workers);
            if (workers.isCut()) {
                cut++;
            }
            OneRun.requireNoFailure(workers);
        }
    }
}
