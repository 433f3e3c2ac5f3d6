package io.creel.sim.replay;

import java.util.Arrays;

/**
 * Shortens a record in which the same questions are asked and answered over and over, as by idle workers. Decisions
 * that equal, number for number, the ones before them are taken out and counted behind those. Costs about two
 * comparisons per period and decision.
 */
final class Repetitions {
    /** The most decisions that repeat together. */
    static final int MAX_PERIOD = 16;
    /**
     * The length of a repetition: {@link DecisionLog#AGAIN}, the number of decisions, and the number of repetitions.
     */
    static final int LENGTH = 3;

    private static final int KEPT = 2 * MAX_PERIOD;

    private final long[] numbers;
    private final int[] begins = new int[KEPT];
    private final int[] ends = new int[KEPT];
    private final long[] hashes = new long[KEPT];
    /** Per period, how many of the last decisions equal the decision that many before them. */
    private final int[] alike = new int[MAX_PERIOD + 1];
    private long kept;

    Repetitions(long[] numbers) {
        this.numbers = numbers;
    }

    /** Reports that a decision was added between two places; returns how much of the record is needed. */
    int added(int begin, int end) {
        int slot = slot(kept++);
        begins[slot] = begin;
        ends[slot] = end;
        long hash = 0;
        for (int i = begin; i < end; i++) {
            hash = hash * 0x9E3779B97F4A7C15L + numbers[i];
        }
        hashes[slot] = hash;
        int found = 0;
        for (int period = 1; period <= Math.min(MAX_PERIOD, kept - 1); period++) {
            alike[period] = isSame(slot, slot(kept - 1 - period)) ? alike[period] + 1 : 0;
            if (alike[period] == period && found == 0) {
                found = period;
            }
        }
        return found == 0 ? end : replaced(found);
    }

    private boolean isSame(int slot, int other) {
        return hashes[slot] == hashes[other] && Arrays.equals(numbers, begins[slot], ends[slot], numbers, begins[other],
                ends[other]);
    }

    private int replaced(int period) {
        kept -= period;
        Arrays.fill(alike, 0);
        int size = begins[slot(kept)];
        int last = ends[slot(kept - 1)]; // only counts follow it
        if (size - last >= LENGTH && numbers[size - 2] == period) {
            numbers[size - 1]++;
            return size;
        }
        numbers[size] = DecisionLog.AGAIN; // in the place of a decision, which is at least as long
        numbers[size + 1] = period;
        numbers[size + 2] = 1;
        return size + LENGTH;
    }

    private static int slot(long number) {
        return (int) (number % KEPT);
    }
}
