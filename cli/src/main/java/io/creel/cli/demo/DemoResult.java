package io.creel.cli.demo;

import java.util.List;

/**
 * Everything the demo has to say.
 *
 * @param balance
 *            of every packet that was replayed, warm-up included
 * @param policies
 *            in the order they ran
 */
record DemoResult(Capture capture, String link, DemoSettings settings, Balance balance, List<TrialResult> policies) {
    /** The conversations of the capture, which all runs agree about. */
    ConversationTable flows() {
        return policies.getFirst().flows();
    }

    /** How often the capture was replayed, warm-up included. */
    long replays() {
        return balance.in() / capture.packets();
    }
}
