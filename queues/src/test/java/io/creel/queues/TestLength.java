package io.creel.queues;

/** Chooses the length of the random and racing tests: {@code -Dcreel.tests=long} selects the long form. */
final class TestLength {
    private TestLength() {
    }

    static int of(int shortForm, int longForm) {
        return "long".equals(System.getProperty("creel.tests")) ? longForm : shortForm;
    }
}
