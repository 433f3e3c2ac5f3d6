package io.creel.net.wire;

/** Reads every field that the parser reports as present; throws what a faulty view throws. */
final class FrameExerciser {
    private final Headers headers = new Headers();
    private final OptionCursor options = new OptionCursor();
    private long sink;

    DropReason read(Frame frame) {
        DropReason reason = HeaderParser.parse(frame, headers);
        sink += FiveTupleHash.of(frame, headers) + FiveTupleHash.ofConversation(frame, headers);
        FlowTuple flow = FlowTuple.of(frame, headers);
        if (flow != null && (!flow.matches(frame, headers) || flow.hash64() != FiveTupleHash.of(frame, headers))) {
            throw new AssertionError("flow differs from its packet: flow=" + flow);
        }
        network(frame);
        transport(frame);
        DropReason checksum = Checksums.verify(frame, headers);
        boolean open = checksum == DropReason.NONE && headers.isChecksumOpen();
        if (open != Checksums.isOpen(frame, headers)) {
            throw new AssertionError("verify and isOpen disagree: flow=" + flow + ", open=" + open);
        }
        if (headers.reached() == Layer.TRANSPORT) {
            Checksums.fill(frame, headers);
            if (Checksums.verify(frame, headers) != DropReason.NONE || headers.isChecksumOpen()) {
                throw new AssertionError("filled checksum is wrong: flow=" + flow);
            }
        }
        return reason == DropReason.NONE ? checksum : reason;
    }

    private void network(Frame frame) {
        int at = headers.networkOffset();
        if (headers.isIpv4()) {
            sink += Ipv4.trafficClass(frame, at) + Ipv4.identification(frame, at) + Ipv4.timeToLive(frame, at)
                    + Ipv4.checksum(frame, at) + (Ipv4.isDontFragment(frame, at) ? 1 : 0);
            drain(options.ipv4(frame, at), frame);
        } else if (headers.isIpv6()) {
            sink += Ipv6.trafficClass(frame, at) + Ipv6.flowLabel(frame, at) + Ipv6.hopLimit(frame, at);
        } else if (headers.isArp()) {
            sink += Arp.operation(frame, at) + Arp.senderHardware(frame, at) + Arp.senderProtocol(frame, at)
                    + Arp.targetHardware(frame, at) + Arp.targetProtocol(frame, at);
        }
        for (int tag = 0; tag < headers.vlanTags(); tag++) {
            sink += Vlan.id(frame, EthernetDescriptor.ETHER_TYPE + 4 * tag);
        }
    }

    private void transport(Frame frame) {
        int at = headers.transportOffset();
        if (at < 0) {
            return;
        }
        if (headers.payloadBytes() < 0) {
            throw new AssertionError("negative payload: " + headers.payloadBytes());
        }
        switch (headers.protocol()) {
            case IpProtocol.TCP -> {
                sink += Tcp.sequence(frame, at) + Tcp.acknowledgment(frame, at) + Tcp.flags(frame, at)
                        + Tcp.window(frame, at) + Tcp.checksum(frame, at) + Tcp.urgentPointer(frame, at);
                drain(options.tcp(frame, at), frame);
            }
            case IpProtocol.UDP -> sink += Udp.sourcePort(frame, at) + Udp.checksum(frame, at);
            default -> sink += Icmp.type(frame, at) + Icmp.code(frame, at) + Icmp.identifier(frame, at)
                    + Icmp.sequence(frame, at);
        }
    }

    private void drain(OptionCursor cursor, Frame frame) {
        while (cursor.next()) {
            sink += cursor.kind();
            for (int i = 0; i < cursor.dataBytes(); i++) {
                sink += frame.get8(cursor.dataOffset() + i);
            }
        }
    }
}
