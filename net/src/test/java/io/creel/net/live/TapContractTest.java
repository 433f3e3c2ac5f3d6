package io.creel.net.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.os.Descriptor;
import io.creel.net.os.InterfaceRequest;
import io.creel.net.os.Kernel;
import io.creel.net.os.NetDevice;
import io.creel.net.os.OsException;
import io.creel.net.wire.DropReason;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class TapContractTest extends LiveContract {
    @Override
    NamespacePair namespaces(boolean peerOffloadsOff) throws Exception {
        return NamespacePair.tap();
    }

    @Override
    String word() {
        return "tap:" + NamespacePair.NIC;
    }

    @Override
    String absentWord() {
        return "tap:lo";
    }

    @Override
    String absentMessage() {
        return "cannot attach the TAP interface: interface=lo, error=EINVAL; it exists and is no TAP interface of one"
                + " queue: take another name";
    }

    @Override
    boolean finishesChecksums() {
        return false;
    }

    /** Any user may attach to an existing interface unless it has an owner; only creating one is forbidden. */
    @Override
    String forbiddenWord() {
        return "tap:nic9";
    }

    @Override
    String forbiddenMessage() {
        return "cannot attach the TAP interface: interface=nic9, error=EPERM; run as root, grant CAP_NET_ADMIN, or have"
                + " it made for you: 'ip tuntap add dev nic9 mode tap user $USER'";
    }

    @Override
    String goneMessage() {
        return "the interface was removed: interface=nic0, error=EBADFD; close this NIC and open another";
    }

    /**
     * An earlier program, such as a hypervisor, has told the persistent interface that it finishes checksums itself.
     */
    @Test
    void shouldGetFinishedChecksumsWhenInterfaceRemembersOffloads() throws Exception {
        NamespacePair pair = namespaces(true);
        pair.inside(() -> {
            leaveOffloadsOn(NamespacePair.NIC);
            return null;
        });
        try (KernelLink link = open(pair, MAX_BYTES)) {
            sendAll(link, ARRIVALS);
            for (Packet packet : await(link.nic(), ARRIVALS)) {
                packet.parse();
                assertEquals(DropReason.NONE, packet.verifyChecksums());
                packet.release();
            }
        }
    }

    /** An earlier program has told the interface that it cuts frames above the MTU itself. */
    @Test
    void shouldGetFramesThatAreCutWhenInterfaceRemembersOffloads() throws Exception {
        NamespacePair pair = namespaces(true);
        pair.inside(() -> {
            leaveOffloadsOn(NamespacePair.NIC);
            return null;
        });
        try (KernelLink link = open(pair, MAX_BYTES)) {
            pair.insidePeer(() -> {
                SegmentingSender.send();
                return null;
            });
            for (Packet packet : await(link.nic(), SegmentingSender.SEGMENTS)) {
                assertEquals(Datagram.HEADER_BYTES + SegmentingSender.SEGMENT_BYTES, packet.lengthBytes());
                packet.release();
            }
        }
    }

    private static void leaveOffloadsOn(String name) throws Exception {
        var kernel = new Kernel();
        try (Arena arena = Arena.ofConfined();
                Descriptor tun = Descriptor.of(kernel.open(arena.allocateFrom("/dev/net/tun").address()), "open", "")) {
            var request = InterfaceRequest.of(arena, name);
            request.set(ValueLayout.JAVA_SHORT, InterfaceRequest.VALUE, (short) 0x1002);
            OsException.check(kernel.ioctl(tun.number(), 0x400454caL, request.address()), "attach", "");
            int checksumsAndSegments = 0x1 | 0x2 | 0x4 | 0x20 | 0x40;
            OsException.check(kernel.ioctl(tun.number(), 0x400454d0L, checksumsAndSegments), "offload", "");
        }
    }

    @Test
    void shouldStayWithinBoundsWhenMtuIsHuge() throws Exception {
        NamespacePair pair = namespaces(true);
        pair.nicSide("ip link set nic0 mtu 65521");
        try (KernelLink link = open(pair, MAX_BYTES)) {
            assertEquals(65_521, link.nic().capabilities().mtuBytes());
            assertTrue((long) link.nic().pool().capacity() * link.nic().pool().bufferBytes() <= 1 << 26);
        }
    }

    @Test
    void shouldMakeInterfaceAndTakeItAlongWhenThereIsNone() throws Exception {
        try (NamespacePair pair = NamespacePair.empty()) {
            try (Nic nic = pair.inside(() -> Nics.open("tap:fresh0"))) {
                NetDevice device = pair.inside(() -> NetDevice.find("fresh0"));
                assertTrue(device.isUp());
                assertEquals(device.macAddress() ^ 1, nic.macAddress());
                assertEquals("cannot attach the TAP interface: interface=fresh0, error=EBUSY; another program is"
                        + " attached to it: stop that, or take another name",
                        assertThrows(Exception.class, () -> pair.inside(() -> Nics.open("tap:fresh0"))).getMessage());
            }
            assertThrows(Exception.class, () -> pair.inside(() -> NetDevice.find("fresh0")));
        }
    }
}
