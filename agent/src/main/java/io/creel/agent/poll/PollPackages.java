package io.creel.agent.poll;

import java.util.List;
import java.util.TreeSet;

/**
 * The packages whose code gets polls: those that the user opts in, and the packages below them. Code of the JDK, of
 * lock-free queues and of Creel never gets any. A producer that was preempted between claiming a slot and filling it
 * would hang the consumer of its queue.
 *
 * <p>
 * Immutable.
 */
public final class PollPackages {
    private static final List<String> NEVER = List.of("java", "javax", "jdk", "sun", "com.sun", "org.jctools",
            "org.agrona", "io.aeron", "io.creel.core", "io.creel.queues", "io.creel.net", "io.creel.ip",
            "io.creel.schedulers", "io.creel.sim", "io.creel.verifier", "io.creel.agent", "io.creel.agrona");

    private final List<String> prefixes;
    private final boolean checked;

    private PollPackages(List<String> prefixes, boolean checked) {
        this.prefixes = prefixes;
        this.checked = checked;
    }

    /**
     * Returns the named packages and those below them.
     *
     * @param packages
     *            names with dots, such as {@code com.acme.server}
     * @return the packages
     * @throws IllegalArgumentException
     *             if there is none, or a name is empty, malformed or that of a package whose code never gets polls
     */
    public static PollPackages of(List<String> packages) {
        if (packages.isEmpty()) {
            throw new IllegalArgumentException("polls refused, name a package: packages=none");
        }
        for (String name : packages) {
            if (!name.matches("[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}.]*") || name.endsWith(".")
                    || name.contains("..")) {
                throw new IllegalArgumentException("polls refused, not the name of a package: package=" + name);
            }
            for (String never : NEVER) {
                if (isBelow(name, never, '.')) {
                    throw new IllegalArgumentException("polls refused, a poll in this code could hang another thread:"
                            + " package=" + name + ", never=" + never);
                }
            }
        }
        return new PollPackages(prefixes(packages), true);
    }

    /** Returns packages without the check, for a canary. */
    static PollPackages unchecked(String... names) {
        return new PollPackages(prefixes(List.of(names)), false);
    }

    private static List<String> prefixes(List<String> packages) {
        return new TreeSet<>(packages).stream().map(name -> name.replace('.', '/')).toList();
    }

    private static boolean isBelow(String name, String prefix, char separator) {
        return name.startsWith(prefix)
                && (name.length() == prefix.length() || name.charAt(prefix.length()) == separator);
    }

    /**
     * Returns whether a class gets polls.
     *
     * @param internalName
     *            the name of the class with slashes
     * @return {@code true} if its package is opted in
     */
    public boolean has(String internalName) {
        boolean in = false;
        for (String prefix : prefixes) {
            in |= internalName.startsWith(prefix) && internalName.length() > prefix.length()
                    && internalName.charAt(prefix.length()) == '/';
        }
        return in && !(checked && isNever(internalName));
    }

    private static boolean isNever(String internalName) {
        for (String never : NEVER) {
            if (isBelow(internalName, never.replace('.', '/'), '/')) {
                return true;
            }
        }
        return false;
    }
}
