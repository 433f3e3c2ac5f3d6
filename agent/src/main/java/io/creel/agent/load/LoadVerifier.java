package io.creel.agent.load;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/** Verifies classes when they are loaded. Any thread; one class at a time. */
public final class LoadVerifier {
    private final Digests digests;
    private final Map<ClassLoader, Map<Path, Unit>> units = new WeakHashMap<>();

    /** Makes a verifier that knows the digests on the class path. */
    public LoadVerifier() {
        this(Digests.of(ClassLoader.getSystemClassLoader()));
    }

    LoadVerifier(Digests digests) {
        this.digests = digests;
    }

    /** What is to be done with a class. */
    public enum Judgement {
        /** It was verified when it was built, as its digest says, or is of Creel itself. */
        KNOWN,
        /** It was verified. */
        ACCEPTED,
        /** Nothing in its jar, or in its package of a fat jar, mentions Creel. */
        FOREIGN,
        /** It was rejected. */
        REJECTED
    }

    /**
     * The result for one class.
     *
     * @param answer
     *            what is to be done
     * @param report
     *            why it was rejected; else empty
     */
    public record LoadVerdict(Judgement answer, String report) {
    }

    /**
     * Verifies a class.
     *
     * @param loader
     *            its class loader
     * @param type
     *            its internal name
     * @param domain
     *            where it comes from; may be {@code null}
     * @param classFile
     *            its class file as it is about to be used
     * @return the result
     */
    public synchronized LoadVerdict verify(ClassLoader loader, String type, ProtectionDomain domain, byte[] classFile) {
        if (digests.fits(type, classFile)) {
            return new LoadVerdict(Judgement.KNOWN, "");
        }
        Path path = pathOf(domain);
        Unit unit = path == null
                ? null
                : units.computeIfAbsent(loader, any -> new HashMap<>()).computeIfAbsent(path,
                        any -> new Unit(path, loader, digests::names));
        boolean isForeign = unit == null || unit.isForeign(type);
        if (!isForeign && !digests.names(type) && unit.has(type, classFile)) {
            String report = unit.report(type);
            return report != null
                    ? new LoadVerdict(Judgement.REJECTED, report)
                    : new LoadVerdict(Trusted.isOfCreel(type) ? Judgement.KNOWN : Judgement.ACCEPTED, "");
        }
        if (isForeign && !Unit.contains(classFile, Unit.CREEL)) {
            // A proxy, or changed by another agent, and not concerned with Creel.
            return new LoadVerdict(Judgement.FOREIGN, "");
        }
        return alone(loader, type, classFile, unit);
    }

    /**
     * Answers for a class without verifying it.
     *
     * @param type
     *            its internal name
     * @param classFile
     *            its class file
     * @return whether it is known, and else whether it mentions Creel
     */
    public LoadVerdict notVerified(String type, byte[] classFile) {
        return new LoadVerdict(digests.fits(type, classFile) || Trusted.isOfCreel(type)
                ? Judgement.KNOWN
                : Unit.contains(classFile, Unit.CREEL) ? Judgement.ACCEPTED : Judgement.FOREIGN, "");
    }

    /** Verifies a class that another agent has changed, or that comes from no file. */
    private static LoadVerdict alone(ClassLoader loader, String type, byte[] classFile, Unit unit) {
        String what = unit == null
                ? ""
                : "CA004: the class differs from its jar or its digest, so another agent may have changed it, and"
                        + " it was verified by itself: class="
                        + type.replace('/', '.') + "\n";
        try {
            String report = Unit.verify(Map.of(type, classFile), loader).faultText(type.replace('/', '.'));
            return report.isEmpty()
                    ? new LoadVerdict(Trusted.isOfCreel(type) ? Judgement.KNOWN : Judgement.ACCEPTED, "")
                    : new LoadVerdict(Judgement.REJECTED, what + report);
        } catch (RuntimeException badInput) {
            return new LoadVerdict(Judgement.REJECTED, what + badInput.getMessage());
        }
    }

    private static Path pathOf(ProtectionDomain domain) {
        CodeSource source = domain == null ? null : domain.getCodeSource();
        if (source == null || source.getLocation() == null) {
            return null;
        }
        try {
            URI location = source.getLocation().toURI();
            Path path = location.getScheme().equals("file") ? Path.of(location) : null;
            return path == null || !Files.exists(path) ? null : path;
        } catch (java.net.URISyntaxException | IllegalArgumentException | FileSystemNotFoundException noFile) {
            return null;
        }
    }
}
