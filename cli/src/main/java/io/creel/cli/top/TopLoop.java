package io.creel.cli.top;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows samples and obeys keys until the operator quits or the process ends.
 *
 * <p>
 * A frame is one write that overwrites the previous frame in place, so nothing flickers. A frame that has not changed
 * is not written.
 */
final class TopLoop {
    private static final String KEYS = "q quit   d dump   s swap   r record   space pause";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("HHmmss");
    private static final long LAST_ORDER_MS = 5_000;

    private final Terminal terminal;
    private final Sampler sampler;
    private final Path folder;
    private final boolean colours;
    private String shown = "";
    private volatile String status = "";
    private boolean paused;
    private Interval interval;
    /** The file of the recording that this has started; {@code null} if none runs. */
    private volatile Path recording;
    /** The class that the operator is about to swap; {@code null} without a prompt. */
    private String swapping;
    private final StringBuilder typed = new StringBuilder();

    /**
     * Makes a loop.
     *
     * @param folder
     *            receives dumps and recordings
     * @param colours
     *            whether lines are marked by bold and red
     */
    TopLoop(Terminal terminal, Sampler sampler, Path folder, boolean colours) {
        this.terminal = terminal;
        this.sampler = sampler;
        this.folder = folder;
        this.colours = colours;
    }

    /** Shows samples until the operator quits. Returns a sentence for afterwards; empty if there is nothing to say. */
    String run() throws IOException {
        while (sampler.ended() == null) {
            draw();
            if (!obey(terminal.key())) {
                return finish();
            }
        }
        return sampler.ended();
    }

    /** Writes the present frame, unless it is on the screen already. */
    void draw() throws IOException {
        if (!paused && sampler.latest() != null) {
            interval = sampler.latest();
        }
        String frame = frame(terminal.columns(), terminal.lines());
        if (!frame.equals(shown)) {
            shown = frame;
            terminal.write(frame);
        }
    }

    /** Returns a frame. */
    String frame(int columns, int lines) {
        StringBuilder frame = new StringBuilder("\033[?2026h\033[H"); // one update, from the first line
        if (columns < TopScreen.MIN_COLUMNS || lines < TopScreen.MIN_LINES) {
            frame.append("make the terminal 80 by 16").append("\033[K\033[J");
        } else {
            List<TopScreen.ScreenLine> content = interval == null
                    ? List.of(new TopScreen.ScreenLine(TopScreen.Look.PLAIN, "waiting for the first sample"))
                    : new TopScreen(columns, lines - 2).lines(sampler.source().pid(), interval,
                            paused ? "paused" : "");
            for (TopScreen.ScreenLine line : content) {
                frame.append(look(line, columns)).append("\033[K\r\n");
            }
            frame.append("\033[J\033[").append(lines).append(";1H").append(footer(columns)).append("\033[K");
        }
        return frame.append("\033[?2026l").toString();
    }

    private String look(TopScreen.ScreenLine line, int columns) {
        if (!colours) {
            return line.text();
        }
        return switch (line.look()) {
            case PLAIN -> line.text();
            case TITLE -> "\033[7m" + line.text() + " ".repeat(Math.max(0, columns - line.text().length())) + "\033[0m";
            case HEADING -> "\033[1m" + line.text() + "\033[0m";
            case ALARM -> "\033[31m" + line.text() + "\033[0m";
        };
    }

    private String footer(int columns) {
        if (swapping != null) {
            String prompt = "swap " + swapping + ": " + typed + "_";
            String help = "   Enter swap   Tab next class   Esc cancel";
            return TopScreen.cut(prompt.length() + help.length() <= columns ? prompt + help : prompt, columns);
        }
        return TopScreen.cut(status.isEmpty() ? KEYS : status, columns);
    }

    /** Obeys a key; returns {@code false} to quit. */
    boolean obey(int key) throws IOException {
        if (key == Terminal.NONE) {
            return true;
        }
        if (swapping != null) {
            type(key);
            return true;
        }
        status = "";
        switch (key) {
            case 'q', 'Q' -> {
                return false;
            }
            case 'd', 'D' -> dump();
            case 's', 'S' -> prompt("");
            case 'r', 'R' -> record();
            case ' ' -> paused = !paused;
            default -> {
                // the footer shows the keys again
            }
        }
        return true;
    }

    private void dump() {
        Path file = folder
                .resolve("creel-dump-" + sampler.source().pid() + "-" + LocalTime.now().format(STAMP) + ".txt");
        status = "dumping …";
        sampler.dump(text -> {
            try {
                Files.writeString(file, text);
                status = "dump: " + file.toAbsolutePath();
            } catch (IOException failed) {
                status = "no dump: " + file.toAbsolutePath() + " cannot be written";
            }
        });
    }

    private void record() {
        Path file = recording;
        if (file != null) {
            status = "writing the recording …";
            sampler.order("record", file.toString(), this::recorded);
            return;
        }
        Path next = folder.resolve("creel-" + sampler.source().pid() + "-" + LocalTime.now().format(STAMP) + ".jfr")
                .toAbsolutePath();
        try {
            Files.createFile(next);
            sampler.source().share(next);
        } catch (IOException failed) {
            status = "no recording: " + next + " cannot be written";
            return;
        }
        sampler.order("record", "", answer -> {
            if (answer.equals("recording")) {
                recording = next;
                status = "recording; r writes " + next;
            } else {
                next.toFile().delete();
                status = answer;
            }
        });
    }

    private void recorded(String answer) {
        if (answer.equals("recorded")) {
            status = "recording: " + recording;
            recording = null;
        } else {
            status = answer;
        }
    }

    /** Asks for the policy of the class after the given one; of the first class if there is none. */
    private void prompt(String after) {
        List<String> names = interval == null
                ? List.of()
                : interval.classes().stream().filter(Interval.ClassRow::canSwap).map(Interval.ClassRow::name).toList();
        if (names.isEmpty()) {
            status = "no class of service to swap is there";
            return;
        }
        swapping = names.get((names.indexOf(after) + 1) % names.size());
        if (typed.isEmpty()) {
            typed.append("when ");
        }
    }

    private void type(int key) throws IOException {
        switch (key) {
            case Terminal.ESCAPE -> {
                if (terminal.key() != '[') { // an arrow begins with an escape, too
                    endPrompt();
                } else {
                    terminal.key();
                }
            }
            case '\t' -> prompt(swapping);
            case 8, 127 -> typed.setLength(Math.max(0, typed.length() - 1));
            case '\n', '\r' -> {
                status = "swapping …";
                sampler.order("swap", swapping + ": " + typed, answer -> status = answer);
                endPrompt();
            }
            default -> {
                if (key >= ' ' && key < 127) {
                    typed.append((char) key);
                }
            }
        }
    }

    private void endPrompt() {
        swapping = null;
        typed.setLength(0);
    }

    /** Ends a recording that still runs, so that none is left behind. */
    private String finish() {
        Path file = recording;
        if (file == null) {
            return "";
        }
        CountDownLatch written = new CountDownLatch(1);
        sampler.order("record", file.toString(), answer -> {
            recorded(answer);
            written.countDown();
        });
        try {
            return written.await(LAST_ORDER_MS, TimeUnit.MILLISECONDS)
                    ? status
                    : "the recording goes on: the process does not answer";
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return "the recording goes on";
        }
    }
}
