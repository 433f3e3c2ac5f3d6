package io.creel.core;

/**
 * The {@link CoroutineDumpMXBean}. Core registers none, so that a JVM that nobody looks into pays nothing: whoever looks makes
 * it, over the connection by which it looks, under {@link #NAME}. That needs Creel on the class path or the module path; a
 * program that loads Creel by a class loader of its own registers a bean itself.
 */
public final class CoroutineDumpBean implements CoroutineDumpMXBean {
    /** The name under which it is looked for. */
    public static final String NAME = "io.creel:type=CoroutineDump";

    /** A system property that says, from the first carrier on, that there is something to look at. */
    public static final String ANNOUNCEMENT = "creel.runs";

    /** A bean; all are the same. */
    public CoroutineDumpBean() {
    }

    @Override
    public String text() {
        return CoroutineDump.take().toText();
    }

    @Override
    public String json() {
        return CoroutineDump.take().toJson();
    }
}
