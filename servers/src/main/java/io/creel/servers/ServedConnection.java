package io.creel.servers;

import io.creel.ip.stream.TcpSocket;
import org.jspecify.annotations.Nullable;

/** A connection of a {@link RequestHandler}: what is left of it while it is idle. One worker. */
final class ServedConnection implements Runnable {
    final TcpSocket socket;
    private final TcpService service;
    /** When it has been idle for too long. */
    long deadlineNs;
    @Nullable
    ServedConnection previous;
    @Nullable
    ServedConnection next;

    ServedConnection(TcpService service, TcpSocket socket) {
        this.service = service;
        this.socket = socket;
    }

    /** Something has arrived. */
    @Override
    public void run() {
        service.arrived(this);
    }
}
