package io.creel.cli.demo;

import io.creel.cli.report.Text;
import java.util.Locale;

/** Explains the difference between two policies in sentences made from the numbers. */
final class Verdict {
    /** Below this ratio two latencies count as equal. */
    private static final double NOTICEABLE = 1.1;

    private Verdict() {
    }

    static String of(TrialResult first, TrialResult second) {
        if (first.measured().latencies().count() == 0 || second.measured().latencies().count() == 0) {
            return "No packet arrived, so there is no latency to compare.";
        }
        if (!first.measured().isValid() || !second.measured().isValid()) {
            return "Other tasks took the cores too often, so these latencies mean nothing: this machine is too busy,"
                    + " or has too few cores for the workers and the sender.";
        }
        double firstUs = first.measured().percentileUs(99);
        double secondUs = second.measured().percentileUs(99);
        boolean secondWins = secondUs < firstUs;
        double ratio = secondWins ? firstUs / secondUs : secondUs / firstUs;
        String work = work(first, second);
        if (ratio < NOTICEABLE) {
            return "99 of 100 packets arrived within " + duration(firstUs) + " under " + name(first) + " and within "
                    + duration(secondUs) + " under " + name(second) + ": no noticeable difference. " + work;
        }
        TrialResult winner = secondWins ? second : first;
        TrialResult loser = secondWins ? first : second;
        return "99 of 100 packets arrived within " + duration(Math.min(firstUs, secondUs)) + " under " + name(winner)
                + " instead of " + duration(Math.max(firstUs, secondUs)) + " under " + name(loser) + ": "
                + Text.digits(ratio) + " times sooner. " + work;
    }

    private static String work(TrialResult first, TrialResult second) {
        double ratio = second.jobsPerCoreSecond() / first.jobsPerCoreSecond();
        return String.format(Locale.ROOT,
                "Meanwhile the background work under %s ran at %.1f %% of its pace under %s.",
                name(second), 100 * ratio, name(first));
    }

    private static String duration(double us) {
        return Text.durationInUnicode(us);
    }

    private static String name(TrialResult result) {
        return result.policy().text();
    }
}
