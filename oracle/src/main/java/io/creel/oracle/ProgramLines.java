package io.creel.oracle;

import java.util.List;

/** Finds the line of the explored program from which a call comes, for reports. */
final class ProgramLines {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final List<String> OTHERS = List.of("java.", "jdk.", "sun.", "io.creel.core.", "io.creel.queues.",
            "io.creel.net.", "io.creel.schedulers.", "io.creel.sim.", "io.creel.agent.",
            "org.junit.");

    private ProgramLines() {
    }

    /** {@return " at File.java:line" of the innermost frame of a program; empty if there is none} */
    static String here() {
        return WALKER.walk(frames -> frames.filter(frame -> isProgram(frame.getClassName())).findFirst()
                .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber()).orElse(""));
    }

    private static boolean isOfOracle(String type) {
        String own = ProgramLines.class.getPackageName();
        return type.startsWith(own) && type.lastIndexOf('.') == own.length();
    }

    /** {@return whether a class belongs to a program rather than to a library} */
    static boolean isProgram(String type) {
        return OTHERS.stream().noneMatch(type::startsWith) && !isOfOracle(type) && !type.contains("$Proxy");
    }
}
