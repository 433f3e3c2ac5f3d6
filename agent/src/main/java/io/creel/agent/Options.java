package io.creel.agent;

import io.creel.agent.check.CheckLevel;
import java.util.Locale;

/**
 * What follows {@code =} in the JVM argument.
 *
 * @param check
 *            the level of the run-time checks
 * @param verifies
 *            whether classes are verified when they are loaded
 */
record Options(CheckLevel check, boolean verifies) {
    private static final String KNOWN = "check=off|on|trace, verify=on|off";

    /**
     * Reads options.
     *
     * @throws IllegalArgumentException
     *             if there is an unknown one; the message is one sentence that begins with a code
     */
    static Options of(String text) {
        CheckLevel check = CheckLevel.OFF;
        boolean verifies = true;
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
                default -> throw unknown(option);
            }
        }
        return new Options(check, verifies);
    }

    private static CheckLevel level(String value, String option) {
        for (CheckLevel level : CheckLevel.values()) {
            if (level.name().toLowerCase(Locale.ROOT).equals(value)) {
                return level;
            }
        }
        throw unknown(option);
    }

    private static IllegalArgumentException unknown(String option) {
        return new IllegalArgumentException("CA001: unknown option of the agent, use some of " + KNOWN + ": option="
                + (option.isEmpty() ? "none" : option));
    }
}
