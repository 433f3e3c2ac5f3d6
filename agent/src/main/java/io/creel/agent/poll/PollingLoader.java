package io.creel.agent.poll;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Loads the classes of opted-in packages anew, with polls. For programs and tests that run without the agent. All other
 * classes come from the parent.
 *
 * <p>
 * Threads: any.
 */
public final class PollingLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final PollPackages packages;
    private final PollWeaver weaver;

    /**
     * Makes a loader.
     *
     * @param parent
     *            finds the class files, and loads every class of other packages
     * @param packages
     *            the code that gets polls
     */
    public PollingLoader(ClassLoader parent, PollPackages packages) {
        super(Objects.requireNonNull(parent, "parent"));
        this.packages = packages;
        weaver = new PollWeaver(packages);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!packages.has(name.replace('.', '/'))) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] found;
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            found = file.readAllBytes();
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
        byte[] woven = weaver.weave(found);
        byte[] defined = woven == null ? found : woven;
        return defineClass(name, defined, 0, defined.length);
    }
}
