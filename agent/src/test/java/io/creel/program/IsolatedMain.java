package io.creel.program;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@link AcceptedMain} in a class loader that shares nothing with the class path, and has no agent. */
public final class IsolatedMain {
    private IsolatedMain() {
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath().normalize();
            if (!path.endsWith(Path.of("agent", "target", "classes"))) {
                urls.add(path.toUri().toURL());
            }
        }
        URL[] all = urls.toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader("isolated", all, ClassLoader.getPlatformClassLoader())) {
            loader.loadClass(AcceptedMain.class.getName()).getMethod("main", String[].class).invoke(null,
                    (Object) new String[0]);
        }
    }
}
