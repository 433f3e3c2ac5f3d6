package io.creel.core;

/** An owned object that counts how often it was given back; for one thread. */
final class TestOwned extends OwnedArgument {
    private long lease = 1;
    private int givenBack;

    int givenBack() {
        return givenBack;
    }

    @Override
    public void handOver() {
        lease++;
    }

    @Override
    protected void takeBack() {
        lease--;
    }

    @Override
    protected void entrust() {
        lease++;
    }

    @Override
    protected long begin() {
        return lease;
    }

    @Override
    protected boolean giveBack(long held) {
        if (held != lease) {
            return false;
        }
        lease++;
        givenBack++;
        return true;
    }

    @Override
    protected void returned(long held) {
        // the body keeps it
    }

    @Override
    protected long lease() {
        return lease;
    }
}
