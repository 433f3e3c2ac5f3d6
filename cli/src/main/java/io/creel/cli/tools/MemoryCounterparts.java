package io.creel.cli.tools;

import io.creel.net.Nic;
import io.creel.net.memory.MemoryNic;
import io.creel.schedulers.SpinThenPark;
import io.creel.schedulers.WorkerGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The counterparts at the far end of each {@code memory:}, so that every tool can be tried without a network: an echo
 * for a generator, and for other tools a generator of {@value #FRAMES_PER_SECOND} frames per second.
 */
final class MemoryCounterparts implements AutoCloseable {
    static final int FRAMES_PER_SECOND = 10_000;

    private final List<WorkerGroup> groups = new ArrayList<>();
    private final List<Outbox> outboxes = new ArrayList<>();
    private final List<Nic> ends = new ArrayList<>();

    private MemoryCounterparts() {
    }

    static MemoryCounterparts of(List<Nic> nics, boolean echo, LongSupplier nanoClock) {
        var far = new MemoryCounterparts();
        for (Nic nic : nics) {
            if (nic instanceof MemoryNic memory) {
                far.attach(memory.peer(), echo, nanoClock);
            }
        }
        return far;
    }

    private void attach(Nic end, boolean echo, LongSupplier nanoClock) {
        var tally = new Tally();
        var run = new ToolRun(1);
        var group = ToolCommand.group("far-end", 1, run, _ -> new SpinThenPark());
        ends.add(end);
        groups.add(group);
        if (echo) {
            var out = new Outbox(end.tx(0), tally);
            outboxes.add(out);
            var lane = new Lane(end.rx(0), out, new EchoBody(end, out, new ArpAnswers(0, 0), tally));
            group.start(new ReceiveProgram("far-end", List.of(lane), new Quota(0), run));
        } else {
            var probe = new Probe(new Probe.Ends(GenerateCommand.FROM_MAC, GenerateCommand.TO_MAC,
                    GenerateCommand.address(GenerateCommand.FROM), GenerateCommand.address(GenerateCommand.TO)), 64, 16,
                    0);
            var generator = new Generator(end, probe, new Schedule(Schedule.Spacing.FIXED, FRAMES_PER_SECOND, 0),
                    new Quota(0), new ArpAnswers(0, 0), tally, run, nanoClock);
            outboxes.add(generator.out());
            group.start(generator);
        }
    }

    @Override
    public void close() {
        groups.forEach(WorkerGroup::close);
        outboxes.forEach(Outbox::discard);
        ends.forEach(Nic::close);
    }
}
