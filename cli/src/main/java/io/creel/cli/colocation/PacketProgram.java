package io.creel.cli.colocation;

import io.creel.core.SuspensionCallback;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.RxQueue;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerProgram;
import io.creel.schedulers.services.Services;
import io.creel.schedulers.services.ServicesProgram;

/** A worker's program: the NIC first, then the library's classes. A coroutine per packet waits in a class. */
final class PacketProgram implements WorkerProgram {
    private final RxQueue rx;
    private final ServicesProgram classes;
    private final SuspensionCallback where;
    private final ColocatedEcho echo;
    private final PacketConsumer arrival = this::place;
    private Worker worker;

    /**
     * @param packets
     *            the class in which packets wait
     */
    PacketProgram(RxQueue rx, ColocatedEcho echo, Services services, String packets) {
        this.rx = rx;
        this.echo = echo;
        classes = new ServicesProgram(services, 0, CreelGroup.BATCH, CreelGroup.CLOCK);
        var its = services.get(packets);
        where = self -> its.place(self, 0);
    }

    private boolean place(Packet packet) {
        return worker.start(where, echo, packet);
    }

    @Override
    public int doWork(Worker self) {
        worker = self;
        return rx.poll(CreelGroup.BATCH, arrival) + classes.doWork(self);
    }
}
