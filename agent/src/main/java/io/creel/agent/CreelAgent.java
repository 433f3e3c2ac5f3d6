package io.creel.agent;

import io.creel.agent.check.CheckLevel;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Where the JVM enters the agent: {@code java -javaagent:creel-agent.jar}. */
public final class CreelAgent {
    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private CreelAgent() {
    }

    /**
     * Called before the program's {@code main}. Ends the JVM with status 2 if an option is unknown: a program that was
     * to be verified must not run unverified.
     *
     * @param options
     *            what follows {@code =} in the JVM argument; {@code null} if nothing does
     * @param instrumentation
     *            of this JVM
     */
    public static void premain(String options, Instrumentation instrumentation) {
        try {
            start(Options.of(options), instrumentation, true);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
        }
    }

    /**
     * Called when a tool attaches the agent to a running JVM.
     *
     * @param options
     *            the options; {@code null} if there are none
     * @param instrumentation
     *            of this JVM
     * @throws IllegalArgumentException
     *             if an option is unknown
     */
    public static void agentmain(String options, Instrumentation instrumentation) {
        ClassTransformer transformer = start(Options.of(options), instrumentation, false);
        if (transformer != null) {
            int loaded = loadedBefore(instrumentation);
            System.err.println("CA002: the agent was attached late, so methods that run already are not checked, values"
                    + " of loaded classes keep their facts in a table, and these classes get no polls: loaded=" + loaded
                    + ", rejected="
                    + transformer.rejected);
        }
    }

    /** Returns the transformer; {@code null} if the agent runs already. */
    private static ClassTransformer start(Options options, Instrumentation instrumentation, boolean isEarly) {
        if (!STARTED.compareAndSet(false, true)) {
            System.err.println("CA003: the agent runs already, name it once; these options are ignored: options="
                    + options);
            return null;
        }
        List<String> left = Opening.open(instrumentation);
        if (isEarly) { // later, compiled code may have the thread in it already
            ThreadIdentity.protect(instrumentation, left);
        }
        if (options.check() != CheckLevel.OFF) {
            countLocksInstead();
        }
        ClassTransformer transformer = new ClassTransformer(options);
        instrumentation.addTransformer(transformer, true);
        return transformer;
    }

    /** Verifies the classes that were loaded before, and weaves checks into them. Returns their number. */
    private static int loadedBefore(Instrumentation instrumentation) {
        List<Class<?>> before = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (instrumentation.isModifiableClass(type) && !type.isArray() && !type.isHidden()
                    && !ClassTransformer.isForeign(type.getClassLoader(), type.getName().replace('.', '/'))) {
                before.add(type);
            }
        }
        try {
            instrumentation.retransformClasses(before.toArray(Class<?>[]::new));
        } catch (UnmodifiableClassException impossible) {
            throw new IllegalStateException(impossible);
        }
        return before.size();
    }

    /** The woven counter sees what {@code -Dcreel.check=locks} looks for in the JVM's threads, at every suspension. */
    private static void countLocksInstead() {
        String words = System.getProperty("creel.check");
        if (words != null) {
            System.setProperty("creel.check", words.replaceAll("\\blocks\\b", "monitors").replaceAll("\\ball\\b",
                    "monitors,leaks,stalls"));
        }
    }
}
