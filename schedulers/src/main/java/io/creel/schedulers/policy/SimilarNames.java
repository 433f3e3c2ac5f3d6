package io.creel.schedulers.policy;

import java.util.Collection;
import java.util.List;

/** Finds the known names that a misspelt one may mean. Any thread. */
public final class SimilarNames {
    private static final int LETTERS_PER_ERROR = 3;

    private SimilarNames() {
    }

    /**
     * Returns the known names with at most one typing error per three letters.
     *
     * @param word
     *            the misspelt name
     * @param known
     *            all names
     * @return in alphabetical order; empty if none is similar
     */
    public static List<String> find(String word, Collection<String> known) {
        return known.stream().filter(each -> distance(word, each) <= Math.max(1, word.length() / LETTERS_PER_ERROR))
                .sorted().toList();
    }

    /**
     * Returns the edit distance of two names: insertions, deletions, replacements and swaps of neighbours (optimal
     * string alignment).
     */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
