package io.creel.agent;

import java.lang.instrument.Instrumentation;

/** Where the JVM enters the agent: {@code java -javaagent:creel-agent.jar}. */
public final class CreelAgent {
    private CreelAgent() {
    }

    /**
     * Called before the program's {@code main}.
     *
     * @param options
     *            what follows {@code =} in the JVM argument; {@code null} if nothing does
     * @param instrumentation
     *            of this JVM
     */
    public static void premain(String options, Instrumentation instrumentation) {
        Opening.open(instrumentation);
    }
}
