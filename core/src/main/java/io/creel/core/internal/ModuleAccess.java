package io.creel.core.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import jdk.internal.access.SharedSecrets;

/**
 * Passes the exports that {@code creel.args} gives to the class path on to this module, so that one argument file
 * serves the class path and the module path. (If the arguments named the module, every start on the class path would
 * print a warning.)
 */
public final class ModuleAccess {
    private static final String[] PACKAGES = {"jdk.internal.vm", "jdk.internal.access", "jdk.internal.misc"};

    static {
        Module self = ModuleAccess.class.getModule();
        if (self.isNamed() && !isExportedTo(self)) {
            exportFromUnnamed(self);
        }
    }

    private ModuleAccess() {
    }

    /** Initialises this class, whose static initialiser passes the exports on. */
    public static void ensure() {
    }

    /**
     * Opens {@code java.lang} to a named module if it is open to the class path.
     *
     * @param module
     *            any module; nothing happens for the class path
     */
    public static void openJavaLang(Module module) {
        Module base = Object.class.getModule();
        if (module.isNamed() && base.isOpen("java.lang", ClassLoader.getSystemClassLoader().getUnnamedModule())) {
            SharedSecrets.getJavaLangAccess().addOpens(base, "java.lang", module);
        }
    }

    /**
     * Gives native access to a named module if the class path has it.
     *
     * @param module
     *            any module; nothing happens for the class path
     */
    public static void enableNativeAccess(Module module) {
        if (module.isNamed() && ClassLoader.getSystemClassLoader().getUnnamedModule().isNativeAccessEnabled()) {
            SharedSecrets.getJavaLangAccess().addEnableNativeAccess(module);
        }
    }

    private static boolean isExportedTo(Module module) {
        for (String name : PACKAGES) {
            if (!Object.class.getModule().isExported(name, module)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Runs a copy of {@link Exporter} in a class loader of its own. The copy is in an unnamed module, which has the
     * access.
     */
    private static void exportFromUnnamed(Module self) {
        String name = Exporter.class.getName();
        try (InputStream bytes = ModuleAccess.class.getResourceAsStream("ModuleAccess$Exporter.class")) {
            byte[] code = bytes.readAllBytes();
            ClassLoader loader = new ClassLoader(null) {
                @Override
                protected Class<?> findClass(String wanted) throws ClassNotFoundException {
                    if (!wanted.equals(name)) {
                        throw new ClassNotFoundException(wanted);
                    }
                    return defineClass(wanted, code, 0, code.length);
                }
            };
            Runnable exporter = (Runnable) loader.loadClass(name).getConstructor(Module.class, String[].class)
                    .newInstance(self, PACKAGES);
            exporter.run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the class that passes exports on: class=" + name, e);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** Passes the exports on. Runs outside this module. */
    public static final class Exporter implements Runnable {
        private final Module target;
        private final String[] packages;

        /**
         * Names the exports.
         *
         * @param target
         *            the module that gets them
         * @param packages
         *            packages of {@code java.base}
         */
        public Exporter(Module target, String[] packages) {
            this.target = target;
            this.packages = packages;
        }

        @Override
        public void run() {
            for (String name : packages) {
                SharedSecrets.getJavaLangAccess().addExports(Object.class.getModule(), name, target);
            }
        }
    }
}
