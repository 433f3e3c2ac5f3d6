package io.creel.sim;

import io.creel.sim.load.Words;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * One word that stands for a policy, and what makes it.
 *
 * @param name
 *            the word
 * @param mostParameters
 *            how many may follow
 * @param maker
 *            makes the policy
 */
record PolicyWord<T>(String name, int mostParameters,
        BiFunction<Environment, PolicyWord.Parameters, ? extends T> maker) {
    static <T> PolicyWord<T> of(String name, int mostParameters,
            BiFunction<Environment, Parameters, ? extends T> maker) {
        return new PolicyWord<>(name, mostParameters, maker);
    }

    static <T> PolicyWord<T> find(String kind, List<PolicyWord<T>> words, Parameters given) {
        for (PolicyWord<T> word : words) {
            if (word.name.equals(given.word())) {
                return word;
            }
        }
        throw new UnknownWordException(kind, given.word(), names(words));
    }

    static <T> List<String> names(List<PolicyWord<T>> words) {
        return words.stream().map(PolicyWord::name).toList();
    }

    T make(Environment environment, Parameters given) {
        if (given.values().length > mostParameters) {
            throw new IllegalArgumentException("too many parameters: policy=" + given.text() + ", atMost="
                    + mostParameters);
        }
        return maker.apply(environment, given);
    }

    /** A word and what stands behind its colons. */
    record Parameters(String text, String word, String... values) {
        static Parameters parse(String text) {
            String[] parts = text.strip().split(":", -1);
            return new Parameters(text.strip(), parts[0], Arrays.copyOfRange(parts, 1, parts.length));
        }

        int count(int index, int otherwise) {
            return index < values.length ? count(values[index]) : otherwise;
        }

        int[] counts() {
            return Arrays.stream(values).mapToInt(Parameters::count).toArray();
        }

        long ns(int index, long otherwise) {
            return index < values.length ? Words.positiveNs(values[index]) : otherwise;
        }

        long[] nsFrom(int index) {
            return Arrays.stream(values).skip(index).mapToLong(Words::positiveNs).toArray();
        }

        private static int count(String digits) {
            if (!digits.matches("\\d{1,9}")) {
                throw new IllegalArgumentException("count cannot be read: text=" + digits);
            }
            return Integer.parseInt(digits);
        }
    }
}
