package io.creel.core;

/** One-shot delimited continuation plus its state; the object is the handle. */
public final class Coroutine {
    private Coroutine() {
    }
}
