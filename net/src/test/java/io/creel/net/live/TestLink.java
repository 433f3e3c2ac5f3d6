package io.creel.net.live;

import io.creel.net.Nic;
import java.io.IOException;

/** A NIC under test, and a party at the other end that sends and receives numbered datagrams. */
interface TestLink extends AutoCloseable {
    Nic nic();

    /** Sends datagram {@code sequence} to the NIC. Returns {@code false} if the sender is full now. */
    boolean send(int sequence) throws Exception;

    /** Receives a datagram that the NIC sent. Returns the number of an intact datagram, or -1 if there is none now. */
    int receive() throws Exception;

    @Override
    void close() throws IOException;
}
