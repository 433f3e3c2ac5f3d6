package io.creel.schedulers.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to undo what this process has changed beyond itself. Each step is written to a file before the change, so that
 * the next start, or {@code creel undo}, can do it after the process was killed. The steps are done last one first.
 *
 * <pre>
 *   process PID STARTED            the process, and when it started in clock ticks: numbers are used again
 *   write FILE TEXT                writes to a file of the kernel
 *   move FROM TO                   moves every thread of one control group file to another
 *   remove FOLDER                  removes a control group
 *   policy TID NAME NICE PRIORITY  gives a thread its policy back, if it still has that name
 * </pre>
 *
 * <p>
 * Used by one thread at a time.
 */
final class UndoJournal {
    static final String FOLDER = "/run/creel";
    private static final String PREFIX = "undo-";
    private static final int STARTED_FIELD = 19; // of /proc/PID/stat, counted behind the name

    private final SystemFiles files;
    private final ThreadCalls calls;
    private final String file;

    private UndoJournal(SystemFiles files, ThreadCalls calls, String file) {
        this.files = files;
        this.calls = calls;
        this.file = file;
    }

    /**
     * Opens the journal of this process.
     *
     * @throws IOException
     *             if it cannot be written: nothing may be changed then that outlives the process
     */
    static UndoJournal open(SystemFiles files, ThreadCalls calls, long pid) throws IOException {
        Files.createDirectories(files.path(FOLDER));
        String file = FOLDER + "/" + PREFIX + pid;
        Files.writeString(files.path(file), "process " + pid + " " + started(files, pid) + "\n");
        return new UndoJournal(files, calls, file);
    }

    /** Notes a step. Called before the change that it undoes. */
    void note(String step) throws IOException {
        Files.writeString(files.path(file), step + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    /** Does all steps and removes the journal. Returns a sentence for each step that failed. */
    List<String> undo() {
        List<String> failures = new ArrayList<>();
        try {
            for (String step : Files.readAllLines(files.path(file)).reversed()) {
                String failure = undo(step.split(" "));
                if (failure != null) {
                    failures.add("a setting was not undone: step=" + step + ", reason=" + failure);
                }
            }
            Files.delete(files.path(file));
        } catch (IOException unreadable) {
            failures.add("the settings were not undone: journal=" + file + ", reason=" + unreadable);
        }
        return failures;
    }

    private @Nullable String undo(String[] step) {
        try {
            switch (step[0]) {
                case "write" -> files.write(step[1], step[2]);
                case "move" -> move(step[1], step[2]);
                case "remove" -> files.removeGroup(step[1]);
                case "policy" -> {
                    return restorePolicy(step);
                }
                default -> {
                    return step[0].equals("process") ? null : "an unknown step";
                }
            }
            return null;
        } catch (IOException | RuntimeException failure) {
            return failure.toString();
        }
    }

    /**
     * Moves threads one by one; one that has ended, or that the kernel binds to its group, is left. Threads that were
     * started meanwhile are moved in another round.
     */
    private void move(String from, String to) {
        String before = null;
        String threads = files.read(from);
        while (threads != null && !threads.isEmpty() && !threads.equals(before)) {
            for (String thread : threads.split("\n")) {
                try {
                    files.write(to, thread);
                } catch (IOException bound) {
                    continue;
                }
            }
            before = threads;
            threads = files.read(from);
        }
    }

    private @Nullable String restorePolicy(String[] step) {
        if (!step[2].equals(files.read("/proc/" + step[1] + "/comm"))) {
            return null; // the thread has ended
        }
        int priority = Integer.parseInt(step[4]);
        SchedulingPolicy before = priority > 0
                ? SchedulingPolicy.fifo(priority)
                : SchedulingPolicy.nice(Integer.parseInt(step[3]));
        int result = calls.setPolicy(Integer.parseInt(step[1]), before, false);
        return result < 0 ? Refusals.name(-result) : null;
    }

    /**
     * Undoes what killed processes have left.
     *
     * @return a sentence for each of them, and for each step that failed
     */
    static List<String> cleanUp(SystemFiles files, ThreadCalls calls) {
        List<String> said = new ArrayList<>();
        for (String name : files.names(FOLDER)) {
            String text = name.startsWith(PREFIX) ? files.read(FOLDER + "/" + name) : null;
            String[] first = text == null ? new String[0] : text.split("\n", 2)[0].split(" ");
            if (first.length == 3 && first[0].equals("process") && !first[2].equals(started(files, first[1]))) {
                said.add("undone: what a killed process has left, process=" + first[1]);
                said.addAll(new UndoJournal(files, calls, FOLDER + "/" + name).undo());
            }
        }
        return said;
    }

    private static String started(SystemFiles files, Object pid) {
        String stat = files.read("/proc/" + pid + "/stat");
        if (stat == null) {
            return "ended";
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length > STARTED_FIELD ? fields[STARTED_FIELD] : "unknown";
    }

    Path path() {
        return files.path(file);
    }
}
