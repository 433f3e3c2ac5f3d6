package io.creel.cli.tools;

import io.creel.core.spec.Transfers;
import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketBody;
import io.creel.net.wire.DropReason;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Receives frames, checks them, and releases them. */
@Command(name = "sink", description = "Receive, count and release frames. Malformed frames and wrong checksums are counted by reason.")
public final class SinkCommand extends ToolCommand {
    @Parameters(index = "0", paramLabel = "NIC", description = "Where to receive.")
    private String word;

    @Override
    List<String> words() {
        return List.of(word);
    }

    @Override
    ToolWork start(List<Nic> nics, Quota quota, Tally tally) {
        Nic nic = nics.getFirst();
        var run = new ToolRun(nic.queues());
        boolean trusted = nic.capabilities().trustsReceiveChecksum();
        PacketBody body = packet -> judge(packet, trusted, tally);
        var group = group("sink", nic.queues(), run, i -> EchoCommand.idle(nic, i));
        group.startEach(i -> new ReceiveProgram("sink-" + i, List.of(new Lane(nic.rx(i), null, body)), quota, run));
        return new ToolWork(run, group, List.of(), null, null, "Received", "Of these bad");
    }

    private static void judge(@Transfers(onException = true) Packet packet, boolean trusted, Tally tally) {
        try {
            DropReason reason = packet.parse();
            if (reason == DropReason.NONE && !trusted) {
                reason = packet.verifyChecksums();
            }
            if (reason != DropReason.NONE) {
                tally.count(reason.name(), 1);
            }
        } finally {
            packet.release();
        }
    }
}
