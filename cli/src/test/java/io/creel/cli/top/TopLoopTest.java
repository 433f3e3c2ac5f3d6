package io.creel.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys and frames, with a terminal and a process that the test plays. */
@Timeout(60)
class TopLoopTest {
    @TempDir
    private Path folder;
    private final List<String> orders = new ArrayList<>();
    private volatile boolean dead;
    private volatile String answer = "recording";
    private final Played terminal = new Played();
    private final Sampler sampler = new Sampler(new PlayedSource(), 1);

    private static final class Played implements Terminal {
        private final Queue<Integer> keys = new ArrayDeque<>();
        private final List<String> frames = new ArrayList<>();
        private int columns = 80;

        @Override
        public int columns() {
            return columns;
        }

        @Override
        public int lines() {
            return 24;
        }

        @Override
        public int key() {
            Integer key = keys.poll();
            return key == null ? NONE : key;
        }

        @Override
        public void write(String frame) {
            frames.add(frame);
        }

        @Override
        public void close() {
            // nothing was opened
        }
    }

    private final class PlayedSource implements ViewSource {
        @Override
        public long pid() {
            return 42;
        }

        @Override
        public String view() throws IOException {
            if (dead) {
                throw new IOException("closed");
            }
            return TopScreenTest.AFTER;
        }

        @Override
        public String dump() {
            return "a dump";
        }

        @Override
        public String order(String verb, String argument) {
            synchronized (orders) {
                orders.add(verb + " " + argument);
            }
            return answer;
        }

        @Override
        public void share(Path file) {
            // it is this process's already
        }

        @Override
        public void close() {
            // nothing was opened
        }
    }

    @AfterEach
    void close() {
        sampler.close();
    }

    private TopLoop loop() {
        sampler.start();
        until(() -> sampler.latest() != null);
        return new TopLoop(terminal, sampler, folder, false);
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    /** Presses keys, then quits. Returns the sentence for afterwards. */
    private String press(TopLoop loop, String keys) throws IOException {
        (keys + "q").chars().forEach(terminal.keys::add);
        return loop.run();
    }

    private void type(TopLoop loop, String keys) throws IOException {
        for (char key : keys.toCharArray()) {
            assertTrue(loop.obey(key));
        }
    }

    private static String lastLine(TopLoop loop) {
        String frame = loop.frame(80, 24);
        return frame.substring(frame.indexOf("\033[24;1H") + 7, frame.indexOf("\033[K\033[?2026l"));
    }

    private List<String> ordered() {
        synchronized (orders) {
            return List.copyOf(orders);
        }
    }

    @Test
    void shouldShowTheProcessAndTheKeysUntilTheOperatorQuits() throws IOException {
        TopLoop loop = loop();
        assertEquals("", press(loop, ""));
        String frame = terminal.frames.getFirst();
        assertTrue(frame.startsWith("\033[?2026h\033[Hcreel top   pid 42"), frame);
        assertTrue(frame.contains("\r\nnet-0                   -  ··········"), frame);
        assertEquals("q quit   d dump   s swap   r record   space pause", lastLine(loop));
    }

    @Test
    void shouldOverwriteInPlaceAndNeverClearTheScreen() throws IOException {
        press(loop(), "");
        assertFalse(terminal.frames.getFirst().contains("\033[2J"), "a cleared screen flickers");
        assertTrue(terminal.frames.getFirst().split("\033\\[K\r\n").length > 10, "each line ends what was there");
    }

    @Test
    void shouldNotWriteAFrameTwice() throws IOException {
        TopLoop loop = loop();
        press(loop, "xxxx");
        assertEquals(1, terminal.frames.size());
    }

    @Test
    void shouldEndWhenTheProcessEnds() throws IOException {
        TopLoop loop = loop();
        dead = true;
        assertEquals("process 42 has ended.", loop.run());
    }

    @Test
    void shouldWriteADumpToAFile() throws IOException {
        TopLoop loop = loop();
        type(loop, "d");
        until(() -> lastLine(loop).startsWith("dump: "));
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            assertTrue(file.getFileName().toString().matches("creel-dump-42-[0-9]{6}\\.txt"), file::toString);
            assertEquals("a dump", Files.readString(file));
        }
    }

    @Test
    void shouldSayThatAFileCannotBeWritten() throws IOException {
        sampler.start();
        TopLoop loop = new TopLoop(terminal, sampler, folder.resolve("gone"), false);
        type(loop, "d");
        until(() -> lastLine(loop).startsWith("no dump: "));
        type(loop, "r");
        assertTrue(lastLine(loop).startsWith("no recording: "), lastLine(loop));
        assertEquals(List.of(), ordered());
    }

    @Test
    void shouldAskForAPolicyAndSwapTheClass() throws IOException {
        TopLoop loop = loop();
        answer = "swapped app.web: where jbsq, when edf";
        loop.draw();
        type(loop, "s");
        assertEquals("swap app.web: when _   Enter swap   Tab next class   Esc cancel", lastLine(loop));
        type(loop, "edq\177f\t");
        assertEquals("swap app.web: when edf_   Enter swap   Tab next class   Esc cancel", lastLine(loop));
        type(loop, "\n");
        until(() -> lastLine(loop).equals("swapped app.web: where jbsq, when edf"));
        assertEquals(List.of("swap app.web: when edf"), ordered());
    }

    @Test
    void shouldSwapNothingWhenTheOperatorCancels() throws IOException {
        TopLoop loop = loop();
        loop.draw();
        type(loop, "sedf\033");
        assertEquals("q quit   d dump   s swap   r record   space pause", lastLine(loop));
        assertEquals(List.of(), ordered());
    }

    @Test
    void shouldTakeAnArrowForNoEscape() throws IOException {
        TopLoop loop = loop();
        loop.draw();
        type(loop, "s");
        terminal.keys.addAll(List.of((int) '[', (int) 'A'));
        type(loop, "\033");
        assertTrue(lastLine(loop).startsWith("swap app.web: when _"), lastLine(loop));
    }

    @Test
    void shouldRecordUntilTheKeyIsPressedAgain() throws IOException {
        TopLoop loop = loop();
        type(loop, "r");
        until(() -> lastLine(loop).startsWith("recording; r writes "));
        answer = "recorded";
        type(loop, "r");
        until(() -> lastLine(loop).startsWith("recording: "));
        assertEquals("record ", ordered().getFirst());
        assertTrue(ordered().getLast().matches("record .*/creel-42-[0-9]{6}\\.jfr"), ordered()::toString);
    }

    @Test
    void shouldWriteTheRecordingWhenTheOperatorQuits() throws IOException {
        TopLoop loop = loop();
        type(loop, "r");
        until(() -> lastLine(loop).startsWith("recording; r writes "));
        answer = "recorded";
        assertTrue(press(loop, "").startsWith("recording: "));
        assertEquals(2, ordered().size());
    }

    @Test
    void shouldLeaveNoFileWhenARecordingIsRefused() throws IOException {
        TopLoop loop = loop();
        answer = "recording refused, one runs already";
        type(loop, "r");
        until(() -> lastLine(loop).equals(answer));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void shouldAskForALargerTerminalWhileItIsTooSmall() throws IOException {
        TopLoop loop = loop();
        loop.draw();
        assertTrue(loop.frame(79, 24).contains("make the terminal 80 by 16"), loop.frame(79, 24));
        assertTrue(loop.frame(80, 15).contains("make the terminal 80 by 16"));
        assertTrue(loop.frame(80, 16).contains("creel top   pid 42"));
    }

    @Test
    void shouldSayThatTheScreenIsPaused() throws IOException {
        TopLoop loop = loop();
        loop.draw();
        type(loop, " ");
        assertTrue(loop.frame(80, 24).contains("creel top   pid 42   paused"), loop.frame(80, 24));
        type(loop, " ");
        assertFalse(loop.frame(80, 24).contains("paused"));
    }
}
