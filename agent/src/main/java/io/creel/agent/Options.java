package io.creel.agent;

import io.creel.agent.check.CheckLevel;
import io.creel.agent.poll.PollPackages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What follows {@code =} in the JVM argument.
 *
 * @param check
 *            the level of the run-time checks
 * @param verifies
 *            whether classes are verified when they are loaded
 * @param polls
 *            the code that gets preemption polls; {@code null} for none
 */
record Options(CheckLevel check, boolean verifies, PollPackages polls) {
    private static final String KNOWN = "check=off|on|trace, verify=on|off, polls=PACKAGE";

    /**
     * Reads options.
     *
     * @throws IllegalArgumentException
     *             if there is an unknown one, or a package that never gets polls; the message is one sentence that
     *             begins with a code
     */
    static Options of(String text) {
        CheckLevel check = CheckLevel.OFF;
        boolean verifies = true;
        List<String> packages = new ArrayList<>();
        for (String option : text == null || text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] parts = option.strip().split("=", 2);
            String value = parts.length == 2 ? parts[1] : "";
            switch (parts[0]) {
                case "check" -> check = level(value, option);
                case "verify" -> {
                    if (!value.equals("on") && !value.equals("off")) {
                        throw unknown(option);
                    }
                    verifies = value.equals("on");
                }
                case "polls" -> packages.add(value);
                default -> throw unknown(option);
            }
        }
        return new Options(check, verifies, packages.isEmpty() ? null : polls(packages));
    }

    private static CheckLevel level(String value, String option) {
        for (CheckLevel level : CheckLevel.values()) {
            if (level.name().toLowerCase(Locale.ROOT).equals(value)) {
                return level;
            }
        }
        throw unknown(option);
    }

    private static PollPackages polls(List<String> packages) {
        try {
            return PollPackages.of(packages);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException("CA008: " + refused.getMessage(), refused);
        }
    }

    private static IllegalArgumentException unknown(String option) {
        return new IllegalArgumentException("CA001: unknown option of the agent, use some of " + KNOWN + ": option="
                + (option.isEmpty() ? "none" : option));
    }
}
