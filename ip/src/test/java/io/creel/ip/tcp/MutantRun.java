package io.creel.ip.tcp;

import io.creel.ip.tcp.TraceParser.Trace;
import io.creel.ip.tcp.TraceRun.Variant;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.TreeSet;

/** Runs named tests of this package inside a class loader that {@link MutationTest} has made, and says which fail. */
public final class MutantRun {
    private MutantRun() {
    }

    public static TreeSet<String> red(TreeSet<String> tests) throws Exception {
        TreeSet<String> red = new TreeSet<>();
        for (Trace trace : TraceTest.all()) {
            String name = trace.file().replace(".trace", "") + "." + trace.name();
            if (tests.contains(name) && fails(trace)) {
                red.add(name);
            }
        }
        for (String test : tests) {
            if (Character.isUpperCase(test.charAt(0)) && fails(test)) {
                red.add(test);
            }
        }
        return red;
    }

    private static boolean fails(Trace trace) {
        for (Variant variant : TraceTest.VARIANTS) {
            try {
                TraceTest.run(trace, variant);
            } catch (AssertionError | RuntimeException e) {
                return true;
            }
        }
        return false;
    }

    private static boolean fails(String test) throws Exception {
        String[] halves = test.split("\\.");
        Constructor<?> constructor = Class.forName("io.creel.ip.tcp." + halves[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        Method method = constructor.getDeclaringClass().getDeclaredMethod(halves[1]);
        method.setAccessible(true);
        try {
            method.invoke(constructor.newInstance());
            return false;
        } catch (InvocationTargetException e) {
            return true;
        }
    }
}
