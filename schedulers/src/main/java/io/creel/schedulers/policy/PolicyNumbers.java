package io.creel.schedulers.policy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers and the word with which a policy is made: those of the text, in range, and the defaults for the rest.
 * Immutable.
 */
public final class PolicyNumbers {
    private final List<PolicyNumber> known;
    /** {@code null} if the policy takes none. */
    private final @Nullable String word;
    private final long[] given;

    PolicyNumbers(List<PolicyNumber> known, @Nullable String word, long... given) {
        this.known = known;
        this.word = word;
        this.given = given;
    }

    /**
     * Returns the word, one of those that the provider declares.
     *
     * @return the word
     * @throws IllegalStateException
     *            if the provider declares none
     */
    public String word() {
        if (word == null) {
            throw new IllegalStateException("policy takes no word: numbers=" + known);
        }
        return word;
    }

    /**
     * {@return the number at a place, or its default}
     *
     * @param place
     *            from 0, in the order of the provider
     */
    public long get(int place) {
        return orElse(place, known.get(place).otherwise());
    }

    /**
     * {@return the number at a place as an {@code int}; the provider declares a range that fits}
     *
     * @param place
     *            from 0, in the order of the provider
     */
    public int getInt(int place) {
        return Math.toIntExact(get(place));
    }

    /**
     * Returns the number at a place, or a default of the caller, which the list describes in words.
     *
     * @param place
     *            from 0, in the order of the provider
     * @param otherwise
     *            the default
     * @return the number, or {@code otherwise} if it was not given
     */
    public long orElse(int place, long otherwise) {
        return place < given.length ? given[place] : otherwise;
    }

    /**
     * Returns one number per type; types for which none was given get the default.
     *
     * @param place
     *            of the number of the first type
     * @param types
     *            the number of types
     * @return as many numbers as there are types
     * @throws IllegalArgumentException
     *            if more are given than there are types
     */
    public long[] perType(int place, int types) {
        return perType(place, types, known.get(place).otherwise());
    }

    /**
     * Returns one number per type, as {@link #perType(int, int)} does, with a default of the caller.
     *
     * @param place
     *            of the number of the first type
     * @param types
     *            the number of types
     * @param otherwise
     *            the default
     * @return as many numbers as there are types
     * @throws IllegalArgumentException
     *            if more are given than there are types
     */
    public long[] perType(int place, int types, long otherwise) {
        if (given.length - place > types) {
            throw new IllegalArgumentException("more numbers than types: number=" + known.get(place).name()
                    + ", given=" + (given.length - place) + ", types=" + types);
        }
        long[] all = new long[types];
        Arrays.setAll(all, type -> orElse(place + type, otherwise));
        return all;
    }

    /**
     * Returns one number per type as {@code int}, as {@link #perType(int, int, long)} does.
     *
     * @param place
     *            of the number of the first type
     * @param types
     *            the number of types
     * @param otherwise
     *            the default
     * @return as many numbers as there are types
     * @throws IllegalArgumentException
     *            if more are given than there are types
     */
    public int[] perTypeInt(int place, int types, long otherwise) {
        return Arrays.stream(perType(place, types, otherwise)).mapToInt(Math::toIntExact).toArray();
    }
}
