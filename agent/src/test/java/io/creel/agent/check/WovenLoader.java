package io.creel.agent.check;

import io.creel.verifier.Verifier;
import io.creel.verifier.contract.World;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Predicate;

/** Defines woven copies of some classes. */
final class WovenLoader extends ClassLoader {
    private final World world;
    private final Predicate<String> woven;
    private final CheckLevel level;
    private final Set<String> without;
    int changed;

    WovenLoader(Predicate<String> woven, CheckLevel level, String... without) {
        super(WovenLoader.class.getClassLoader());
        this.woven = woven;
        this.level = level;
        this.without = Set.of(without);
        world = world();
    }

    static World world() {
        return Verifier.contracts(name -> WovenLoader.class.getClassLoader().getResourceAsStream(name + ".class"));
    }

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = WovenLoader.class.getClassLoader().getResourceAsStream(name.replace('.', '/')
                + ".class")) {
            return in.readAllBytes();
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!woven.test(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try {
                byte[] bytes = bytes(name);
                byte[] result = Weaver.weave(bytes, world, level, without);
                changed += result == bytes ? 0 : 1;
                return defineClass(name, result, 0, result.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
