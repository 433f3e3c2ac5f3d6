package io.creel.schedulers.vthreads;

/** How many workers there are, and whether the policies of their class are swapped all the time. */
enum Setting {
    ONE(1, false), TWO(2, false), FOUR(4, false), ONE_SWAPPED(1, true), TWO_SWAPPED(2, true), FOUR_SWAPPED(4, true);

    final int workers;
    final boolean swapped;

    Setting(int workers, boolean swapped) {
        this.workers = workers;
        this.swapped = swapped;
    }
}
