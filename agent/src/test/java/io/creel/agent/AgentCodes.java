package io.creel.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

/** The sentences of the agent, each of which begins with a code. */
public final class AgentCodes {
    private AgentCodes() {
    }

    /**
     * Finds and prints the one sentence with a code.
     *
     * @param code
     *            the code, such as {@code CA001}
     * @param text
     *            what a program or a method has said
     * @return the line that begins with the code, without the code
     */
    public static String sentence(String code, String text) {
        List<String> found = text.lines().map(String::strip).filter(line -> line.startsWith(code + ": ")).toList();
        assertEquals(1, found.size(), () -> "lines that begin with " + code + " in:\n" + text);
        System.out.println(found.get(0));
        return found.get(0).substring(code.length() + 2);
    }
}
