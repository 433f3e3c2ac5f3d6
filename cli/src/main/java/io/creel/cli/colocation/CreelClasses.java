package io.creel.cli.colocation;

import io.creel.cli.Accepted;
import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.schedulers.services.Services;
import io.creel.schedulers.where.Where;

/** One Creel worker polls the NIC and serves the library's classes: a coroutine per packet, and one that works. */
final class CreelClasses implements Server {
    private static final Body<Work> WORK = work -> work.run(Coroutine::checkpoint);

    private final Work work;
    private final Echo echo;
    private final CreelGroup group;

    CreelClasses(Setup setup) {
        work = new Work(setup.work());
        echo = new Echo(setup.nic());
        group = new CreelGroup(setup);
        boolean two = setup.line().server() == ServerKind.CREEL_CLASSES;
        Services services = CreelGroup.services(two ? CreelGroup.TWO_CLASSES : CreelGroup.MICRO_QUANTA);
        Accepted.require(services.get(two ? "work" : "packets").place(Coroutine.create(WORK, work), Where.NONE));
        group.start(new PacketProgram(setup.nic().rx(0), echo, services, "packets"));
    }

    @Override
    public long pieces() {
        return work.pieces();
    }

    @Override
    public long kept() {
        return echo.strange();
    }

    @Override
    public void close() {
        work.stop();
        group.close();
    }
}
