package io.creel.jmh.polled;

/** The same in a class that enters a monitor elsewhere. */
public final class SwitchingWithMonitors extends Switching {
    private int entered;

    public SwitchingWithMonitors(int depth) {
        super(depth);
    }

    @Override
    public void run(Runnable step) {
        enter();
        super.run(step);
    }

    private synchronized void enter() {
        entered++;
    }
}
