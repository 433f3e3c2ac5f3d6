package io.creel.cli.demo;

import java.util.List;

/**
 * The result of the demo.
 *
 * @param balance
 *            the sums over every replayed packet, warm-up included
 * @param policies
 *            the results in the order of the runs
 */
record DemoResult(Capture capture, String link, DemoSettings settings, Balance balance, List<TrialResult> policies) {
    /** Returns the conversations of the capture, which are the same in all runs. */
    ConversationTable flows() {
        return policies.getFirst().flows();
    }

    /** Returns how often the capture was replayed, warm-up included. */
    long replays() {
        return balance.in() / capture.packets();
    }
}
