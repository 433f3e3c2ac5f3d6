package io.creel.agent.check;

/** How much is checked at run time. */
public enum CheckLevel {
    /** Nothing: class files stay as they are. */
    OFF,
    /** Every rule. */
    ON,
    /** Every rule; a violation also tells where the value or lock was acquired, at the cost of a stack trace each. */
    TRACE
}
