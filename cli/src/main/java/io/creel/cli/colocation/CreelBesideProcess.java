package io.creel.cli.colocation;

import io.creel.schedulers.services.Services;
import java.io.IOException;

/** A Creel worker that echoes, with the default idle strategy, and a process that works on the same core. */
final class CreelBesideProcess implements Server {
    private final ColocatedEcho echo;
    private final CreelGroup group;
    private final WorkProcess process;

    CreelBesideProcess(Setup setup) throws IOException {
        process = new WorkProcess(setup);
        echo = new ColocatedEcho(setup.nic());
        group = new CreelGroup(setup);
        Services services = CreelGroup.services("class packets: share 1000");
        group.start(new PacketProgram(setup.nic().rx(0), echo, services, "packets"));
    }

    @Override
    public long pieces() {
        return process.pieces();
    }

    @Override
    public long kept() {
        return echo.strange();
    }

    @Override
    public void close() throws InterruptedException {
        try {
            group.close();
        } finally {
            process.close();
        }
    }
}
