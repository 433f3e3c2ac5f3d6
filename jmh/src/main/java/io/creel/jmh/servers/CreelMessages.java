package io.creel.jmh.servers;

import io.creel.core.Carrier;
import io.creel.ip.IpAddress;
import io.creel.ip.host.IpHost;
import io.creel.schedulers.Worker;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.servers.ServiceLimits;
import io.creel.servers.message.Message;
import io.creel.servers.message.MessageLimits;
import io.creel.servers.message.MessageService;
import io.creel.servers.message.WorkMessages;
import io.creel.servers.message.WorkProtocol;
import java.util.SplittableRandom;

/** Messages in the order of their class, one per duty cycle. */
final class CreelMessages {
    private static final String POLICY = "priority";

    private final PlacementProgram program;
    private final MessageService service;

    CreelMessages(IpHost host, Carrier carrier, ServiceLimits limits) {
        var context = PolicyContext.of(new SplittableRandom(1), System::nanoTime)
                .withTypes(WorkProtocol.CLASSES, Message::classOf);
        MessageLimits bounds = MessageLimits.defaults();
        Placement placement = Placement.builder("messages", 1, System::nanoTime)
                .when(name -> Policies.when(POLICY, name, context)).capacity(2 * bounds.total()).build();
        program = new PlacementProgram(placement, 0, 1, System::nanoTime);
        service = new MessageService(host.ready(), carrier, limits, bounds, self -> placement.place(self, 0),
                new WorkMessages(Site.MOST_ROUNDS));
        service.open(host, IpAddress.ANY_IPV4, Site.MESSAGE_PORT);
    }

    int doWork(Worker worker) {
        return program.doWork(worker);
    }

    long answered() {
        return service.counters().answered(WorkProtocol.SHORT) + service.counters().answered(WorkProtocol.LONG);
    }
}
