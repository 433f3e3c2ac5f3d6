package io.creel.queues;

/** How long the random and racing tests run: {@code -Dcreel.tests=long} for the long form. */
final class Rounds {
    private Rounds() {
    }

    static int of(int shortForm, int longForm) {
        return "long".equals(System.getProperty("creel.tests")) ? longForm : shortForm;
    }
}
