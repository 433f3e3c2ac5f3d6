package io.creel.cli.tools;

import io.creel.core.Carrier;
import io.creel.ip.IpAddress;
import io.creel.ip.host.IpHost;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.when.When;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import io.creel.servers.message.Message;
import io.creel.servers.message.MessageCounters;
import io.creel.servers.message.MessageLimits;
import io.creel.servers.message.MessageService;
import io.creel.servers.message.WorkMessages;
import io.creel.servers.message.WorkProtocol;
import java.util.SplittableRandom;

/** A service of messages, which begin in a placement of the caller's. Of the worker that serves. */
final class MessagesServed implements AutoCloseable {
    private static final int MOST_ROUNDS = 1 << 28;

    private final MessageService service;
    private final TcpService port;

    MessagesServed(IpHost host, Carrier carrier, ServiceLimits limits, Placement placement, int at) {
        service = new MessageService(host.ready(), carrier, limits, MessageLimits.defaults(),
                self -> placement.place(self, 0),
                new WorkMessages(MOST_ROUNDS));
        port = service.open(host, IpAddress.ANY_IPV4, at);
    }

    /** Makes the policy with this text; an exception says what is wrong with it. */
    static When policy(String text, String queue) {
        return Policies.when(text, queue, PolicyContext.of(new SplittableRandom(), System::nanoTime)
                .withTypes(WorkProtocol.CLASSES, Message::classOf));
    }

    TcpService port() {
        return port;
    }

    /** After its host. */
    @Override
    public void close() {
        service.close();
    }

    void count(Tally tally) {
        MessageCounters counters = service.counters();
        for (int i = 0; i < WorkProtocol.CLASSES; i++) {
            String name = i == WorkProtocol.SHORT ? "SHORT" : "LONG";
            tally.count("MESSAGES_" + name + "_RECEIVED", counters.received(i));
            tally.count("MESSAGES_" + name + "_ANSWERED", counters.answered(i));
            tally.count("MESSAGES_" + name + "_SKIPPED", counters.skipped(i) + counters.broken(i));
            tally.count("MESSAGES_" + name + "_HELD_UP", counters.full(i));
        }
        tally.count("MESSAGES_WRITTEN", counters.written());
        tally.count("MESSAGES_UNSENT", counters.unsent());
        tally.count("MESSAGES_MALFORMED", counters.malformed());
        tally.count("MESSAGES_HELD_UP_BY_CONNECTION", counters.connectionFull());
    }
}
