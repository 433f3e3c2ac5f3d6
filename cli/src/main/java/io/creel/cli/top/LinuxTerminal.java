package io.creel.cli.top;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The terminal of a Linux process: keys come one by one without echo, and frames go to the alternate screen, so that
 * the shell's lines are there again afterwards. A shutdown hook restores it if the process is ended by a signal.
 *
 * <pre>
 *   struct termios                       struct winsize
 *    0 c_iflag   8 c_cflag  16 c_line     0 ws_row  2 ws_col
 *    4 c_oflag  12 c_lflag  17 c_cc[19]
 * </pre>
 */
final class LinuxTerminal implements Terminal {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int TERMIOS_BYTES = 60;
    private static final int LOCAL_FLAGS = 12;
    private static final int CONTROL_CHARACTERS = 17;
    private static final int VTIME = 5;
    private static final int VMIN = 6;
    private static final int ICANON = 2;
    private static final int ECHO = 8;
    private static final int TCSADRAIN = 1;
    private static final long TIOCGWINSZ = 0x5413;
    private static final int WINSIZE_BYTES = 8;

    private static final String ENTER = "\033[?1049h\033[?25l";
    private static final String LEAVE = "\033[?25h\033[?1049l";

    private final Arena arena = Arena.ofShared();
    private final Calls calls;
    private final MemorySegment before = arena.allocate(TERMIOS_BYTES);
    private final MemorySegment size = arena.allocate(WINSIZE_BYTES);
    private final FileInputStream in = new FileInputStream(FileDescriptor.in);
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final Thread restoring = new Thread(this::restore, "creel-terminal");
    private final boolean unicode;
    private boolean restored;

    /** The functions of the C library. */
    private record Calls(MethodHandle isatty, MethodHandle tcgetattr, MethodHandle tcsetattr, MethodHandle ioctl) {
        @SuppressWarnings("restricted") // native access is among the JVM arguments
        static Calls link() {
            Linker linker = Linker.nativeLinker();
            return new Calls(
                    handle(linker, "isatty", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)),
                    handle(linker, "tcgetattr",
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS)),
                    handle(linker, "tcsetattr", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS)),
                    linker.downcallHandle(linker.defaultLookup().findOrThrow("ioctl"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
                                    ValueLayout.ADDRESS),
                            Linker.Option.firstVariadicArg(2)));
        }

        @SuppressWarnings("restricted") // as above
        private static MethodHandle handle(Linker linker, String name, FunctionDescriptor type) {
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
        }
    }

    private LinuxTerminal() throws TerminalRefusedException {
        calls = Calls.link();
        unicode = Charset.forName(System.getProperty("stdout.encoding", "UTF-8")).equals(StandardCharsets.UTF_8);
        if (call(calls.isatty, STDIN) != 1 || call(calls.isatty, STDOUT) != 1) {
            throw new TerminalRefusedException(
                    "there is no terminal: give --once for a text, or --once --json for scripts.");
        }
    }

    /**
     * Takes over the terminal of this process.
     *
     * @throws TerminalRefusedException
     *             if there is none, if it is too small, or if the system is no Linux
     */
    static LinuxTerminal open() throws TerminalRefusedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new TerminalRefusedException(
                    "keys and a full screen work on Linux only: give --once for a text, or --once --json.");
        }
        LinuxTerminal terminal = new LinuxTerminal();
        int columns = terminal.columns();
        int lines = terminal.lines();
        if (columns < TopScreen.MIN_COLUMNS || lines < TopScreen.MIN_LINES) {
            throw new TerminalRefusedException(tooSmall(columns, lines));
        }
        terminal.take();
        return terminal;
    }

    /** Returns the sentence for a terminal that is too small. */
    static String tooSmall(int columns, int lines) {
        return "the terminal has " + columns + " columns and " + lines + " lines: make it at least "
                + TopScreen.MIN_COLUMNS + " by " + TopScreen.MIN_LINES + ", or give --once.";
    }

    private void take() {
        call(calls.tcgetattr, STDIN, before);
        MemorySegment raw = arena.allocate(TERMIOS_BYTES).copyFrom(before);
        raw.set(ValueLayout.JAVA_INT, LOCAL_FLAGS, raw.get(ValueLayout.JAVA_INT, LOCAL_FLAGS) & ~(ICANON | ECHO));
        raw.set(ValueLayout.JAVA_BYTE, CONTROL_CHARACTERS + VMIN, (byte) 0);
        raw.set(ValueLayout.JAVA_BYTE, CONTROL_CHARACTERS + VTIME, (byte) 1); // tenths of a second
        Runtime.getRuntime().addShutdownHook(restoring);
        call(calls.tcsetattr, STDIN, TCSADRAIN, raw);
        write(ENTER);
    }

    private static int call(MethodHandle function, Object... arguments) {
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public int columns() {
        return size(2);
    }

    @Override
    public int lines() {
        return size(0);
    }

    /** Returns a dimension; 0 if the terminal does not tell. */
    private int size(int offset) {
        return call(calls.ioctl, STDOUT, TIOCGWINSZ, size) == 0
                ? Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, offset))
                : 0;
    }

    @Override
    public int key() throws IOException {
        return in.read(); // -1 after a tenth of a second without a key
    }

    @Override
    public void write(String frame) {
        try {
            out.write((unicode ? frame : ascii(frame)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return; // the terminal has been closed; the next key says so
        }
    }

    /** Replaces the letters that a terminal without Unicode does not have. */
    private static String ascii(String frame) {
        return frame.replace('█', '#').replace('·', '.').replace('×', 'x').replace('µ', 'u').replace('…', '~')
                .replace('⇄', '*').replaceAll("[^\\x00-\\x7e]", "?");
    }

    private synchronized void restore() {
        if (!restored) {
            restored = true;
            write(LEAVE);
            call(calls.tcsetattr, STDIN, TCSADRAIN, before);
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(restoring);
        } catch (IllegalStateException ending) {
            return; // the hook runs, or has run
        }
    }
}
