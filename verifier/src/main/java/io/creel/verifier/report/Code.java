package io.creel.verifier.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;

/**
 * The stable codes of faults. A code never changes its meaning. Titles and explanations are in
 * {@code codes.properties} beside this class.
 */
public enum Code {
    /** A value is lost. */
    CR001,
    /** A value is lost when an exception leaves the method. */
    CR002,
    /** A refusal is ignored. */
    CR003,
    /** A value is used after it was given up. */
    CR004,
    /** A value is given up twice. */
    CR005,
    /** A value is given up by a method that does not own it. */
    CR006,
    /** A borrowed value is used after its loan has ended. */
    CR007,
    /** A value escapes. */
    CR008,
    /** A value is acquired again while the former one is still owned. */
    CR009,
    /** A value is in the wrong state. */
    CR010,
    /** A method breaks its own contract. */
    CR011,
    /** A value belongs to another one. */
    CR012,
    /** A required lock is not held. */
    CR013,
    /** A lock is still held at the end, or was released for the caller. */
    CR014,
    /** A lock is taken twice or released without being held. */
    CR015,
    /** A suspension while a lock is held that forbids it. */
    CR016,
    /** A suspension where none is allowed. */
    CR017,
    /** Code runs in the wrong place. */
    CR018,
    /** Code that must not be preempted suspends. */
    CR019,
    /** An epoch belongs to another handle. */
    CR020,
    /** An override asks for more than what it overrides. */
    CR021,
    /** A contract is wrong in itself. */
    CR022,
    /** A field still refers to a value that was given up. */
    CR023,
    /** The class file is too new. */
    CR090,
    /** A file cannot be read. */
    CR091,
    /** A class is missing. */
    CR092,
    /** A specification file cannot be read. */
    CR093,
    /** A method has too many paths. */
    CR094,
    /** A construct is unknown. */
    CR095;

    private static final Properties TEXTS = new Properties();

    static {
        try (InputStream in = Code.class.getResourceAsStream("codes.properties");
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            TEXTS.load(reader);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private String text(String part) {
        String text = TEXTS.getProperty(name() + "." + part);
        if (text == null) {
            throw new IllegalStateException("a code has no text: code=" + this + ", part=" + part);
        }
        return text;
    }

    /** A short phrase. */
    public String title() {
        return text("title");
    }

    /** The annotation that states the rule; empty for bad input. */
    public String annotation() {
        return text("annotation");
    }

    /** What it means and what to do. */
    public String explanation() {
        return text("explanation");
    }

    /** Returns the code of this name, if there is one. */
    public static Optional<Code> named(String name) {
        return Arrays.stream(values()).filter(code -> code.name().equalsIgnoreCase(name)).findFirst();
    }
}
