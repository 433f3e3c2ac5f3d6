package io.creel.cli.tools;

import io.creel.net.Nic;
import io.creel.schedulers.IdleStrategy;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Echoes received datagrams and pings. */
@Command(name = "echo", description = "Send UDP datagrams and pings back to their sender, with one worker per queue.")
public final class EchoCommand extends ToolCommand {
    @Parameters(index = "0", paramLabel = "NIC", description = "Where to echo.")
    private String word;

    @Option(names = "--address", paramLabel = "A.B.C.D", description = "Answer ARP for this address (default: none).")
    private String address;

    @Override
    List<String> words() {
        return List.of(word);
    }

    @Override
    void check() {
        if (address != null && GenerateCommand.address(address) == 0) {
            throw refused("--address is not an IPv4 address: " + address + ".");
        }
    }

    @Override
    ToolWork start(List<Nic> nics, Quota quota, Tally tally) {
        Nic nic = nics.getFirst();
        var arp = new ArpAnswers(address == null ? 0 : GenerateCommand.address(address), nic.macAddress());
        var run = new ToolRun(nic.queues());
        var outboxes = new ArrayList<Outbox>();
        for (int i = 0; i < nic.queues(); i++) {
            outboxes.add(new Outbox(nic.tx(i), tally));
        }
        var group = group("echo", nic.queues(), run, i -> idle(nic, i));
        group.startEach(i -> new ReceiveProgram("echo-" + i,
                List.of(new Lane(nic.rx(i), outboxes.get(i), new EchoBody(nic, outboxes.get(i), arp, tally))), quota,
                run));
        return new ToolWork(run, group, outboxes, null, null, "Echoed", "Not echoed");
    }

    static IdleStrategy idle(Nic nic, int queue) {
        return new NicIdle(nic.rx(queue));
    }
}
