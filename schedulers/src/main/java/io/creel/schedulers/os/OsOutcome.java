package io.creel.schedulers.os;

/**
 * What became of one setting.
 *
 * @param setting
 *            what was asked for, and for which thread or CPUs
 * @param inForce
 *            whether it is in force
 * @param text
 *            if it is not: why, and what is lost by it; otherwise when it is undone
 */
public record OsOutcome(String setting, boolean inForce, String text) {
    @Override
    public String toString() {
        return (inForce ? "in force: " : "not in force: ") + setting + "; " + text;
    }
}
