package io.creel.cli.tools;

import io.creel.net.Nic;
import io.creel.net.afpacket.CaptureNic;
import io.creel.net.pcap.CaptureWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes received frames to a file. */
@Command(name = "capture", description = {"Write received frames to a pcapng file, with one worker for all queues.",
        "On afpacket:IF it captures in parallel with the kernel: promiscuous, both directions, block by block. On other NICs"
                + " it receives, and no other program sees the frames."})
public final class CaptureCommand extends ToolCommand {
    /** Time for a slow disk to write a full ring. */
    private static final long LONGEST_END_NS = TimeUnit.SECONDS.toNanos(5);

    @Parameters(index = "0", paramLabel = "NIC", description = "Where to receive.")
    private String word;

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to create or overwrite.")
    private Path file;

    @Override
    List<String> words() {
        boolean beside = word.startsWith("afpacket:") && word.length() > "afpacket:".length() && !word.contains(",");
        return List.of(beside ? word + ",capture" : word);
    }

    @Override
    void check() {
        requireWritable("FILE", file);
    }

    @Override
    ToolWork start(List<Nic> nics, Quota quota, Tally tally) throws IOException {
        Nic nic = nics.getFirst();
        CaptureFileBody body = new CaptureFileBody(CaptureWriter.pcapng(file));
        var run = new ToolRun(1);
        var lanes = new ArrayList<Lane>();
        for (int i = 0; i < nic.queues(); i++) {
            lanes.add(new Lane(nic.rx(i), null, body));
        }
        var group = group("capture", 1, run, _ -> new CaptureIdle(lanes.getFirst().rx(), lanes.size(), body));
        group.start(new ReceiveProgram("capture", lanes, quota, run));
        return new ToolWork(run, group, List.of(), null, body, "Captured", "Not captured");
    }

    /** Waits for the kernel's last block, which it releases a moment later. */
    @Override
    void ending(List<Nic> nics, ToolRun run) throws IOException, InterruptedException {
        if (nics.getFirst() instanceof CaptureNic nic) {
            nic.stopListening();
            run.awaitWorkers(LONGEST_END_NS);
        }
    }
}
