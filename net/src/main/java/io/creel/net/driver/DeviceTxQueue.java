package io.creel.net.driver;

import io.creel.net.Nic;

/**
 * A transmit queue whose device may need a later call to send the rest: the receive side of its pair comes by and makes it.
 */
public abstract class DeviceTxQueue extends CombiningTxQueue {
    /** Something is left to be sent. Written by the server, read by the receiving thread. */
    private volatile boolean behind;

    /** As {@link CombiningTxQueue#CombiningTxQueue}. */
    protected DeviceTxQueue(Nic nic, int index, int capacity, int mtuBytes) {
        super(nic, index, capacity, mtuBytes);
    }

    /**
     * Ends a round: makes what was pushed leave.
     *
     * @return whether the device has not sent everything it took
     */
    protected abstract boolean drive(int pushed);

    @Override
    protected final void kick(int pushed) {
        boolean isBehind = drive(pushed) | isWaiting();
        if (isBehind != behind) {
            behind = isBehind;
        }
    }

    /** Whether {@link #catchUp} has something to do. Any thread. */
    public final boolean isBehind() {
        return behind;
    }

    /** Takes back what has left and sends what is left, unless another thread is at it. Any thread. */
    public final void catchUp() {
        service();
    }

    /** Refuses everything from now on, because the device was removed. Any thread. */
    public final void gone() {
        refuse();
    }

    /** For the driver's close: as {@link #closeTransmit}. Any thread. */
    public final void close() {
        closeTransmit();
    }
}
