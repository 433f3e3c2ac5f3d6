package io.creel.oracle;

import io.creel.agent.check.CheckLevel;
import io.creel.agent.check.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Loads the classes of a program anew, with the run-time checks in them. All other classes are shared. */
final class CheckedClasses extends ClassLoader {
    private final Predicate<String> own;
    private final UnaryOperator<byte[]> weaving;

    /**
     * Makes a loader.
     *
     * @param parent
     *            loads all other classes, and has the class files
     * @param own
     *            tells the classes of the program by their names
     * @param level
     *            how much is checked
     */
    CheckedClasses(ClassLoader parent, Predicate<String> own, CheckLevel level) {
        this(parent, own, Weaver.of(parent, level));
    }

    CheckedClasses(ClassLoader parent, Predicate<String> own, UnaryOperator<byte[]> weaving) {
        super("checked", parent);
        this.own = own;
        this.weaving = weaving;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!own.test(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] classFile = read(name);
        if (classFile == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] woven = weaving.apply(classFile);
        return defineClass(name, woven, 0, woven.length);
    }

    private byte @Nullable [] read(String name) {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
