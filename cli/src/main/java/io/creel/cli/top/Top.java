package io.creel.cli.top;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Shows the program that it is called in, on the terminal of that program. It does what {@code creel top} does for
 * another process.
 *
 * <pre>{@code
 * Thread.ofPlatform().daemon().start(Top::run);
 * }</pre>
 */
public final class Top {
    private static final long INTERVAL_MS = 1_000;

    private Top() {
    }

    /**
     * Shows this program until the operator presses {@code q}. Blocks the caller, which must be no worker. The program
     * must not print meanwhile.
     *
     * @throws IllegalStateException
     *             if there is no terminal, or it is too small; the message says so in a sentence
     */
    public static void run() {
        try (LinuxTerminal terminal = LinuxTerminal.open();
                Sampler sampler = new Sampler(new OwnSource(), INTERVAL_MS)) {
            sampler.start();
            new TopLoop(terminal, sampler, Path.of(""), hasColours()).run();
        } catch (TerminalRefusedException refused) {
            throw new IllegalStateException(refused.getMessage(), refused);
        } catch (IOException gone) {
            throw new IllegalStateException("the terminal is gone: " + gone.getMessage(), gone);
        }
    }

    /** Returns whether the user wants colours, see no-color.org. */
    static boolean hasColours() {
        String refused = System.getenv("NO_COLOR");
        return refused == null || refused.isEmpty();
    }
}
