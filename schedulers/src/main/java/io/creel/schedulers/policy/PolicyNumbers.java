package io.creel.schedulers.policy;

import java.util.Arrays;
import java.util.List;

/** The numbers and the word that a policy is made with: what the text gives, in range, and the defaults for the rest. Immutable. */
public final class PolicyNumbers {
    private final List<PolicyNumber> known;
    /** {@code null} for a policy that takes none. */
    private final String word;
    private final long[] given;

    PolicyNumbers(List<PolicyNumber> known, String word, long... given) {
        this.known = known;
        this.word = word;
        this.given = given;
    }

    /**
     * The word, one of those that the provider declares.
     *
     * @throws IllegalStateException
     *             if the provider declares none
     */
    public String word() {
        if (word == null) {
            throw new IllegalStateException("policy takes no word: numbers=" + known);
        }
        return word;
    }

    /** The number at a place, or its default. */
    public long get(int place) {
        return orElse(place, known.get(place).otherwise());
    }

    /** The number at a place as an {@code int}; its range is the provider's to keep. */
    public int getInt(int place) {
        return Math.toIntExact(get(place));
    }

    /** The number at a place; if it was not given, the caller's default, which the list describes in words. */
    public long orElse(int place, long otherwise) {
        return place < given.length ? given[place] : otherwise;
    }

    /**
     * One number for each type, from a place on; types for which none was given get the default.
     *
     * @throws IllegalArgumentException
     *             if more are given than there are types
     */
    public long[] perType(int place, int types) {
        return perType(place, types, known.get(place).otherwise());
    }

    /** {@link #perType(int, int)} with a default of the caller. */
    public long[] perType(int place, int types, long otherwise) {
        if (given.length - place > types) {
            throw new IllegalArgumentException("more numbers than types: number=" + known.get(place).name()
                    + ", given=" + (given.length - place) + ", types=" + types);
        }
        long[] all = new long[types];
        Arrays.setAll(all, type -> orElse(place + type, otherwise));
        return all;
    }

    /** {@link #perType(int, int)} as {@code int}. */
    public int[] perTypeInt(int place, int types, long otherwise) {
        return Arrays.stream(perType(place, types, otherwise)).mapToInt(Math::toIntExact).toArray();
    }
}
