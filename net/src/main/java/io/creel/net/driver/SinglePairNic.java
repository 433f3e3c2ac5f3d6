package io.creel.net.driver;

import io.creel.net.Nic;
import io.creel.net.RxQueue;
import io.creel.net.TxQueue;
import java.util.Objects;

/** A NIC with one queue pair, as most are. For drivers. */
public interface SinglePairNic extends Nic {
    /** The one receive queue. */
    RxQueue rx();

    /** The one transmit queue. */
    TxQueue tx();

    @Override
    default int queues() {
        return 1;
    }

    @Override
    default RxQueue rx(int queue) {
        Objects.checkIndex(queue, 1);
        return rx();
    }

    @Override
    default TxQueue tx(int queue) {
        Objects.checkIndex(queue, 1);
        return tx();
    }
}
