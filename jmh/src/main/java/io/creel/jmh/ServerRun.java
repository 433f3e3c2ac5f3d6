package io.creel.jmh;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One run of the table: its settings, and what is to be said about its rounds. */
final class ServerRun {
    /** More void measurements are not repeated: the run has to end. */
    private static final int MOST_REPEATS = 3;

    final Settings settings;
    private final List<String> voids = new ArrayList<>();
    private final Set<List<Object>> disturbed = new HashSet<>();
    private final List<String> remarks = new ArrayList<>();
    private int measured;
    private int repeats;

    ServerRun(Settings settings) {
        this.settings = settings;
    }

    /** Notes a round in the log. A void one is also named below the table. */
    void measured(String line, boolean isVoid) {
        measured++;
        settings.log().println(line);
        if (isVoid) {
            voids.add(line);
        }
    }

    /** Returns whether there is time to repeat another void measurement. */
    boolean mayRepeat() {
        return !settings.quick() && repeats++ < MOST_REPEATS;
    }

    /** Notes a sentence that stands below the table. */
    void remark(String line) {
        remarks.add(line);
    }

    /** Notes whether a sample is from a void round, because no other came. */
    void taken(Sample sample, boolean isVoid) {
        if (isVoid) {
            disturbed.add(List.of(sample.peer(), sample.params()));
        }
    }

    /** Returns whether a row has a sample from a void round. */
    boolean isDisturbed(Row row) {
        return disturbed.contains(List.of(row.peer(), row.params()));
    }

    /** Returns a sentence, and the void rounds. */
    String remarks() {
        return measured + " measurements, " + voids.size() + " of them void because of other processes"
                + (voids.isEmpty() ? ".\n" : ":\n" + list(voids)) + list(remarks);
    }

    private static String list(List<String> lines) {
        return lines.stream().map(line -> "- " + line + "\n").collect(Collectors.joining());
    }
}
