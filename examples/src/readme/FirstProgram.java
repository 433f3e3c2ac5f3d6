import io.creel.core.Batch;
import io.creel.core.SuspensionCallback;
import io.creel.net.*;
import io.creel.net.wire.DropReason;
import io.creel.net.wire.FlowTuple;
import io.creel.queues.ListStash;
import io.creel.schedulers.WorkerGroup;

final Map<FlowTuple, Integer> packetsOfFlow = new HashMap<>();

void main() throws Exception {
    var interactive = new ListStash("interactive");
    var bulk = new ListStash("bulk");
    var batch = new Batch(32);

    // WHERE
    SuspensionCallback where = self -> pick((Packet) self.argument(), interactive, bulk).push(self);
    // WHAT
    PacketBody dataPath = packet -> {
        if (packet.parse() == DropReason.NONE) {
            count(packet.flow());
        }
        packet.transmit();
    };

    try (var nic = Nics.open("pcap:traffic.pcapng"); var workers = new WorkerGroup("net", 1)) {
        // WHEN
        workers.run(worker -> {
            int work = nic.rx(0).poll(32, packet -> worker.start(where, dataPath, packet));
            work += worker.resume(interactive.drain(batch, 32));
            if (interactive.isEmpty()) {
                work += worker.resume(bulk.drain(batch, 8));
            }
            if (work == 0 && nic.isFinished()) {
                worker.stop();
            }
            return work; // at 0 the idle strategy takes over
        });
        IO.println(nic.statistics());
    }
    IO.println("flows=" + packetsOfFlow.size());
}

ListStash pick(Packet packet, ListStash interactive, ListStash bulk) {
    return packet.lengthBytes() <= 256 ? interactive : bulk;
}

void count(FlowTuple flow) {
    if (flow != null) { // ARP, for one, has none
        packetsOfFlow.merge(flow, 1, Integer::sum);
    }
}
