package io.creel.core;

/** Where coroutines wait for nothing but a time. */
final class Sleepers extends WaitQueue {
    Sleepers(String name) {
        super(name);
    }

    @Override
    boolean admits(Coroutine arriving) {
        return false;
    }
}
