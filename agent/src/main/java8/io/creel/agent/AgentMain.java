package io.creel.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * Where the JVM enters the agent. Compiled for Java 8, so that an older JVM says what is wrong in one sentence instead
 * of refusing a class file.
 */
public final class AgentMain {
    private static final int NEEDED = 25;

    private AgentMain() {
    }

    /**
     * Called before the program's {@code main}.
     *
     * @param options
     *            what follows {@code =} in the JVM argument; {@code null} if nothing does
     * @param instrumentation
     *            of this JVM
     * @throws Exception
     *             if the agent cannot start
     */
    public static void premain(String options, Instrumentation instrumentation) throws Exception {
        String wrong = wrong(System.getProperty("java.specification.version"));
        if (wrong != null) {
            System.err.println(wrong);
            System.exit(2);
        }
        enter("premain", options, instrumentation);
    }

    /**
     * Called when a tool attaches the agent to a running JVM.
     *
     * @param options
     *            the options; {@code null} if there are none
     * @param instrumentation
     *            of this JVM
     * @throws Exception
     *             if the agent cannot start
     */
    public static void agentmain(String options, Instrumentation instrumentation) throws Exception {
        String wrong = wrong(System.getProperty("java.specification.version"));
        if (wrong != null) {
            throw new IllegalStateException(wrong);
        }
        enter("agentmain", options, instrumentation);
    }

    /** Returns what is wrong with a version of Java; null if nothing is. */
    static String wrong(String version) {
        return !version.startsWith("1.") && Integer.parseInt(version) >= NEEDED
                ? null
                : "CA005: the agent needs Java " + NEEDED + " or newer, start the program with it: java=" + version;
    }

    private static void enter(String method, String options, Instrumentation instrumentation) throws Exception {
        try {
            Class.forName("io.creel.agent.CreelAgent").getMethod(method, String.class, Instrumentation.class)
                    .invoke(null, options, instrumentation);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof RuntimeException) {
                throw (RuntimeException) thrown.getCause();
            }
            throw thrown;
        }
    }
}
