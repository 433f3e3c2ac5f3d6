package io.creel.net.live;

import io.creel.net.Nic;
import java.io.IOException;

/** A NIC under test and something at the other end that sends and receives numbered datagrams. */
interface TestLink extends AutoCloseable {
    Nic nic();

    /** Sends datagram {@code sequence} to the NIC; false if the sender is full now. */
    boolean send(int sequence) throws Exception;

    /** Receives what the NIC sent: the number of an intact datagram, or -1 if nothing is there now. */
    int receive() throws Exception;

    @Override
    void close() throws IOException;
}
