package io.creel.agent;

import io.creel.agent.check.CheckLevel;
import io.creel.agent.check.Weaver;
import io.creel.agent.load.LoadVerifier;
import io.creel.agent.load.LoadVerifier.LoadVerdict;
import io.creel.agent.load.Rejection;
import io.creel.agent.poll.PollWeaver;
import io.creel.verifier.Verifier;
import io.creel.verifier.contract.World;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Verifies each class of the program that is loaded, and weaves checks and polls into it. Any thread. */
final class ClassTransformer implements ClassFileTransformer {
    private static final String AGENT = "io/creel/agent/";
    /** The program and the agent must agree on these. */
    private static final String[] SHARED = {"io/creel/core/Coroutine.class", AGENT + "check/ValueChecks.class"};

    /** The JVM refuses it in the place of a class file. */
    private static final byte[] NO_CLASS = {0};

    private final Options options;
    private final LoadVerifier verifier = new LoadVerifier();
    private final Map<ClassLoader, Contracts> contracts = new WeakHashMap<>();
    /** The number of rejected classes. */
    final AtomicInteger rejected = new AtomicInteger();

    /** The contracts that the classes of one class loader see; {@code null} if it does not see the agent. */
    private record Contracts(World world) {
    }

    ClassTransformer(Options options) {
        this.options = options;
    }

    /** Whether a class is none of the program: of the JDK, or of the agent with what it is made of. */
    static boolean isForeign(ClassLoader loader, String type) {
        return loader == null || loader == ClassLoader.getPlatformClassLoader() || type == null
                || type.startsWith(AGENT)
                || loader == ClassTransformer.class.getClassLoader()
                        && (type.startsWith("io/creel/verifier/") || type.startsWith("org/objectweb/asm/"));
    }

    @Override
    public byte[] transform(Module module, ClassLoader loader, String type, Class<?> loaded, ProtectionDomain domain,
            byte[] classFile) {
        if (isForeign(loader, type)) {
            return null;
        }
        try {
            byte[] found = loaded == null ? classFile : asFound(loader, type, classFile);
            LoadVerdict verdict = options.verifies()
                    ? verifier.verify(loader, type, domain, found)
                    : verifier.notVerified(type, found);
            if (verdict.answer() == LoadVerifier.Judgement.REJECTED) {
                return reject(classFile, verdict.report());
            }
            byte[] woven = options.check() == CheckLevel.OFF
                    ? classFile
                    : weave(loader, classFile, loaded != null, verdict.answer());
            byte[] polled = loaded == null ? poll(loader, type, woven) : woven;
            return polled == classFile ? null : polled;
        } catch (Throwable unexpected) { // the JVM would load the class as it is
            return rejectAfter(unexpected, type, classFile);
        }
    }

    /** Never throws, because the JVM would load the class as it is. */
    private byte[] rejectAfter(Throwable unexpected, String type, byte[] classFile) {
        String report = "CA006: the agent failed on the class, report this, or do without the step that failed by"
                + " check=off or verify=off: class=" + type.replace('/', '.') + ", reason=" + unexpected;
        try {
            return reject(classFile, report);
        } catch (Throwable unreadable) {
            System.err.println(report);
            return NO_CLASS;
        }
    }

    /** The JVM does not keep class files. What it makes up for a loaded class differs from the file in its order. */
    private static byte[] asFound(ClassLoader loader, String type, byte[] madeUp) throws IOException {
        try (InputStream file = loader.getResourceAsStream(type + ".class")) {
            return file == null ? madeUp : file.readAllBytes();
        }
    }

    private byte[] reject(byte[] classFile, String report) {
        rejected.incrementAndGet();
        return Rejection.of(classFile, report);
    }

    private byte[] weave(ClassLoader loader, byte[] classFile, boolean isLoaded, LoadVerifier.Judgement answer) {
        synchronized (contracts) {
            World world = contracts.computeIfAbsent(loader, ClassTransformer::contracts).world();
            if (world == null) {
                return classFile;
            }
            return switch (answer) {
                case KNOWN -> isLoaded ? classFile : Weaver.tag(classFile, world);
                case FOREIGN -> Weaver.countLocks(classFile, world);
                default -> isLoaded
                        ? Weaver.weaveLoaded(classFile, world, options.check())
                        : Weaver.weave(classFile, world, options.check());
            };
        }
    }

    /** After the checks, so that what they call is not taken for code of the program. A loaded class gets no field. */
    private byte[] poll(ClassLoader loader, String type, byte[] classFile) {
        if (options.polls() == null || !options.polls().has(type)) {
            return classFile;
        }
        synchronized (contracts) {
            if (contracts.computeIfAbsent(loader, ClassTransformer::contracts).world() == null) {
                return classFile;
            }
        }
        byte[] polled = new PollWeaver(options.polls()).weave(classFile);
        return polled == null ? classFile : polled;
    }

    private static Contracts contracts(ClassLoader loader) {
        for (String shared : SHARED) {
            URL mine = ClassLoader.getSystemResource(shared);
            if (mine == null || !Objects.equals(String.valueOf(mine), String.valueOf(loader.getResource(shared)))) {
                System.err.println("CA007: the classes of this class loader get no checks and no polls, because it"
                        + " does not share Creel or the agent with the class path: loader=" + loader + ", class="
                        + shared);
                return new Contracts(null);
            }
        }
        WeakReference<ClassLoader> weak = new WeakReference<>(loader); // the world is the value of this loader's entry
        return new Contracts(Verifier.contracts(name -> {
            ClassLoader live = weak.get();
            return live == null ? null : live.getResourceAsStream(name + ".class");
        }));
    }
}
