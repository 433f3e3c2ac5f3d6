package io.creel.core;

/**
 * Thrown to a thread that uses an object bound to another thread, before anything changes. It is a programming error
 * that a retry does not mend, so a group of workers stops if its program is refused. See {@link ThreadBinding}.
 */
public final class ThreadBindingException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    ThreadBindingException(String message) {
        super(message);
    }
}
