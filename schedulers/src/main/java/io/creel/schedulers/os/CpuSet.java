package io.creel.schedulers.os;

import java.util.BitSet;

/** Some of a machine's logical CPUs, by number. Immutable. */
public final class CpuSet {
    /** The kernel's present bound on CPU numbers. */
    private static final int MAX_CPU = 8_191;

    private final BitSet numbers;

    private CpuSet(BitSet numbers) {
        this.numbers = numbers;
    }

    /**
     * Parses a list in the form of the kernel, such as {@code 0-3,8}.
     *
     * @param list
     *            numbers and ranges, separated by commas; empty for no CPU
     * @return the set
     * @throws IllegalArgumentException
     *             if the list has another form
     */
    public static CpuSet parse(String list) {
        BitSet numbers = new BitSet();
        String text = list.strip();
        for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            String[] ends = part.strip().split("-", 2);
            int first = number(ends[0], list);
            int last = number(ends[ends.length - 1], list);
            if (last < first) {
                throw malformed(list);
            }
            numbers.set(first, last + 1);
        }
        return new CpuSet(numbers);
    }

    private static int number(String digits, String list) {
        if (!digits.matches("[0-9]{1,4}") || Integer.parseInt(digits) > MAX_CPU) {
            throw malformed(list);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException malformed(String list) {
        return new IllegalArgumentException("CPU list is malformed: list=" + list + ", expected=such as 0-3,8");
    }

    /**
     * {@return the set of these CPUs}
     *
     * @param cpus
     *            numbers from 0
     */
    public static CpuSet of(int... cpus) {
        BitSet numbers = new BitSet();
        for (int cpu : cpus) {
            numbers.set(cpu);
        }
        return new CpuSet(numbers);
    }

    /** Makes a set from a mask of the kernel, least significant word first. */
    static CpuSet ofWords(long[] words) {
        return new CpuSet(BitSet.valueOf(words));
    }

    /** Returns the mask for the kernel, least significant word first. */
    long[] words() {
        return numbers.toLongArray();
    }

    /**
     * {@return whether a CPU is in the set}
     *
     * @param cpu
     *            its number
     */
    public boolean contains(int cpu) {
        return cpu >= 0 && numbers.get(cpu);
    }

    /** {@return the number of CPUs} */
    public int size() {
        return numbers.cardinality();
    }

    /** {@return whether there is no CPU in the set} */
    public boolean isEmpty() {
        return numbers.isEmpty();
    }

    /** {@return the numbers, ascending} */
    public int[] numbers() {
        return numbers.stream().toArray();
    }

    /**
     * {@return the CPUs of this set that are not in another}
     *
     * @param other
     *            the CPUs to leave out
     */
    public CpuSet without(CpuSet other) {
        BitSet left = (BitSet) numbers.clone();
        left.andNot(other.numbers);
        return new CpuSet(left);
    }

    /**
     * {@return the CPUs that are in both sets}
     *
     * @param other
     *            the other set
     */
    public CpuSet common(CpuSet other) {
        BitSet both = (BitSet) numbers.clone();
        both.and(other.numbers);
        return new CpuSet(both);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CpuSet set && numbers.equals(set.numbers);
    }

    @Override
    public int hashCode() {
        return numbers.hashCode();
    }

    /** {@return the list in the form of the kernel} */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int first = numbers.nextSetBit(0); first >= 0;) {
            int end = numbers.nextClearBit(first);
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (end - 1 > first) {
                text.append('-').append(end - 1);
            }
            first = numbers.nextSetBit(end);
        }
        return text.toString();
    }
}
