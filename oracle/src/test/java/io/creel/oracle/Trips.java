package io.creel.oracle;

import io.creel.agent.check.RuleViolation;
import io.creel.core.CoroutineCancelledException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What a run of a program of the corpus tripped over. */
final class Trips {
    /** Stands for a check of the library itself, which has no code. */
    static final String LIBRARY = "library";

    /**
     * One check that tripped.
     *
     * @param code
     *            of the rule, or {@link #LIBRARY}
     * @param cause
     *            the exception
     */
    record Trip(String code, Throwable cause) {
    }

    private final List<Trip> found = new ArrayList<>();
    private final Map<Throwable, Boolean> seen = new IdentityHashMap<>();

    /** Returns what the failures of a run tell, those inside of others included. */
    static List<Trip> of(List<? extends Throwable> failures, List<? extends Throwable> refused) {
        Trips trips = new Trips();
        failures.forEach(trips::add);
        refused.forEach(trips::add);
        if (trips.found.isEmpty() && !refused.isEmpty()) {
            trips.found.add(new Trip(LIBRARY, refused.get(0)));
        }
        return trips.found;
    }

    private void add(Throwable failure) {
        if (failure == null || seen.put(failure, true) != null) {
            return;
        }
        if (failure instanceof RuleViolation violation) {
            if (!isMisuse(violation)) {
                found.add(new Trip(violation.code(), violation));
            }
            return;
        }
        add(failure.getCause());
        for (Throwable each : failure.getSuppressed()) {
            add(each);
        }
        if (isRefusal(failure)) {
            found.add(new Trip(LIBRARY, failure));
        }
    }

    /** Returns whether a class of Creel, and not the program, says that it was misused. */
    private static boolean isRefusal(Throwable failure) {
        return (failure instanceof IllegalStateException || failure instanceof Error) && isOfLibrary(failure)
                && !(failure instanceof CutRun) && !(failure instanceof CoroutineCancelledException);
    }

    private static boolean isOfLibrary(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length > 0 && !ProgramLines.isProgram(trace[0].getClassName())
                && !trace[0].getClassName().startsWith("io.creel.oracle.");
    }

    /**
     * Returns whether a value or lock is lost only because the library refused a number that the surroundings chose,
     * such as a negative length. The specification says nothing about numbers.
     */
    private static boolean isMisuse(RuleViolation violation) {
        for (Throwable each : violation.getSuppressed()) {
            if (isOfLibrary(each) && (each instanceof IllegalArgumentException
                    || each instanceof IndexOutOfBoundsException)) {
                return true;
            }
        }
        return false;
    }

}
