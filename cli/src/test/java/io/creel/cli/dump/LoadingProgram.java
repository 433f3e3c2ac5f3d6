package io.creel.cli.dump;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@link DumpedProgram} in a class loader of its own, as an application server does; the arguments are its class
 * path.
 */
public final class LoadingProgram {
    private LoadingProgram() {
    }

    /** Runs it. */
    public static void main(String[] path) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : path) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader())) {
            loader.loadClass("io.creel.cli.dump.DumpedProgram").getMethod("main", String[].class).invoke(null,
                    (Object) new String[0]);
        }
    }
}
