package io.creel.agent.check;

/** Where a value or lock was acquired. Only {@link CheckLevel#TRACE} makes any. */
final class Acquired extends Throwable {
    private static final long serialVersionUID = 1;

    Acquired(String what) {
        super(what + " here", null, false, true);
    }
}
