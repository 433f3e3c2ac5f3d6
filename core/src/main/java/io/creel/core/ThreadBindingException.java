package io.creel.core;

/**
 * Thrown to a thread that uses an object bound to another one, before anything changes. It is an error of the program that no
 * repetition mends, so a group of workers whose program is refused stops. See {@link ThreadBinding}.
 */
public final class ThreadBindingException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    ThreadBindingException(String message) {
        super(message);
    }
}
