package io.creel.cli.attach;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Runs inside the inspected JVM: takes a dump there and writes it to a file. That JVM loads only this class, so it uses
 * nothing but the JDK and searches all class loaders for Creel's classes.
 */
public final class DumpAgent {
    /** The method that renders a dump; also the first line of the file after success. */
    static final String TEXT = "toText";
    static final String JSON = "toJson";
    /** The first line of the file if no dump could be taken; the reason follows. */
    static final String REFUSED = "refused";

    private static final String CARRIER = "io.creel.core.Carrier";
    private static final String DUMP = "io.creel.core.diagnostics.CoroutineDump";

    private DumpAgent() {
    }

    /**
     * Called by the JVM on a thread of its own.
     *
     * @param order
     *            the name of the method that renders the dump, a space, and the file to write to
     * @param instrumentation
     *            lists the loaded classes
     * @throws IOException
     *             if the file cannot be written
     */
    public static void agentmain(String order, Instrumentation instrumentation) throws IOException {
        int blank = order.indexOf(' ');
        Files.writeString(Path.of(order.substring(blank + 1)), answer(order.substring(0, blank), instrumentation));
    }

    private static String answer(String method, Instrumentation instrumentation) {
        try {
            return Arrays.stream(instrumentation.getAllLoadedClasses()).filter(each -> each.getName().equals(CARRIER))
                    .map(carrier -> dump(carrier.getClassLoader(), method)).sorted()
                    .collect(Collectors.joining("\n", method + "\n", ""));
        } catch (IllegalStateException refused) {
            return REFUSED + "\n" + refused.getMessage();
        }
    }

    /** Takes the dump of one class loader: a program that has loaded Creel twice has two sets of coroutines. */
    private static String dump(ClassLoader loader, String method) {
        try {
            Class<?> type = Class.forName(DUMP, true, loader);
            Object dump = type.getMethod("take").invoke(null);
            return (String) type.getMethod(method).invoke(dump);
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException(thrown.getCause().getMessage(), thrown);
        } catch (ReflectiveOperationException another) {
            throw new IllegalStateException("its Creel is of another version: " + another.getMessage(), another);
        }
    }
}
