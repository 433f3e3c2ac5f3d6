package io.creel.cli.colocation;

import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.schedulers.services.ServiceClass;
import io.creel.schedulers.services.Services;
import io.creel.schedulers.where.Where;

/** One Creel worker polls the NIC and serves the library's classes: a coroutine per packet, and one that works. */
final class CreelClasses implements Server {
    private static final Body<ColocatedWork> WORK = work -> work.run(ColocatedWork::checkpoint);

    private final ColocatedWork work;
    private final ColocatedEcho echo;
    private final CreelGroup group;

    CreelClasses(Setup setup) {
        work = new ColocatedWork(setup.work());
        echo = new ColocatedEcho(setup.nic());
        group = new CreelGroup(setup);
        boolean two = setup.line().server() == ServerKind.CREEL_CLASSES;
        Services services = CreelGroup.services(two ? CreelGroup.TWO_CLASSES : CreelGroup.MICRO_QUANTA);
        var program = new PacketProgram(setup.nic().rx(0), echo, services, "packets");
        place(services.get(two ? "work" : "packets"), work);
        group.start(program);
    }

    private static void place(ServiceClass its, ColocatedWork work) {
        Coroutine job = Coroutine.create(WORK, work);
        if (!its.place(job, Where.NONE)) {
            job.abandon();
            throw new IllegalStateException("the class has no room for the work: class=" + its.spec().name());
        }
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
