package io.creel.net.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.net.PacketConsumer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadCaptureTest {
    private static final String DAMAGED = "; the file is damaged from here on, make or copy the capture again";
    private static final String CUT_OFF = "; the file is cut off, make or copy the capture again";

    @TempDir
    Path folder;

    @Test
    void shouldRefuseWhenFileIsMissingOrNoFile() throws Exception {
        assertEquals(folder.resolve("x") + ": no such file; name an existing pcap or pcapng file",
                assertThrows(CaptureException.class, () -> CaptureReader.open(folder.resolve("x"))).getMessage());
        assertEquals(folder + ": not a regular file; name a pcap or pcapng file",
                assertThrows(CaptureException.class, () -> CaptureReader.open(folder)).getMessage());
    }

    @Test
    void shouldRefuseWhenFileIsUnreadable() throws Exception {
        Path file = CaptureBytes.pcapWithOne().to(folder.resolve("secret"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file), "the super-user reads everything");
        assertEquals(file + ": cannot be read (AccessDeniedException); check its permissions",
                assertThrows(CaptureException.class, () -> CaptureReader.open(file)).getMessage());
    }

    @Test
    void shouldRefuseWhenFileIsNoCapture() throws Exception {
        refused("byte 0: the file is empty; make the capture again");
        refused("byte 0: only 3 bytes, too few for a pcap or pcapng file" + CUT_OFF, 1, 2, 3);
        refused("byte 0: 0x504b0304 starts neither a pcap nor a pcapng file; "
                + "name a capture made by tcpdump, dumpcap or Wireshark", 0x50, 0x4b, 3, 4, 5, 6);
        refused("byte 6: the file header ends after 6 of 24 bytes" + CUT_OFF, 0xa1, 0xb2, 0xc3, 0xd4, 0, 2);
        refused("byte 0: a block ends after 5 of at least 28 bytes" + CUT_OFF, 0x0a, 0x0d, 0x0d, 0x0a, 0);
    }

    @Test
    void shouldRefuseWhenNoLinkTypeIsRead() throws Exception {
        String known = " is none of Ethernet (1), raw IP (101), Linux cooked (113, 276), BSD loopback (0, 108); "
                + "capture on an interface of one of these";
        byte[] other = CaptureBytes.pcapWithOne().toBytes();
        other[20] = 105;
        refused("byte 20: link type 105 (Wi-Fi)" + known, other);
        other[20] = 77;
        refused("byte 20: link type 77" + known, other);
        byte[] ng = CaptureBytes.pcapngWithOne().toBytes();
        ng[36] = 105;
        faulty(0, "byte 48: link type 105 (Wi-Fi)" + known, ng);
        ng[36] = 0;
        faulty(0, "byte 48: a record of link type 0 holds no IP packet; capture on an interface of one of these", ng);
    }

    @Test
    void shouldRefuseWhenVersionIsUnknown() throws Exception {
        byte[] pcap = CaptureBytes.pcapWithOne().toBytes();
        pcap[4] = 3;
        refused("byte 4: pcap version 3.4 is not 2.4; convert it with: editcap -F pcapng", pcap);
        byte[] ng = CaptureBytes.pcapngWithOne().toBytes();
        ng[12] = 2;
        refused("byte 12: pcapng version 2 is not 1; convert it with: editcap -F pcapng", ng);
        ng[8] = 0;
        refused("byte 8: 0x003c2b1a is not the byte-order magic of a pcapng section" + DAMAGED, ng);
    }

    @Test
    void shouldDeliverPacketsBeforeFaultWhenPcapRecordIsFaulty() throws Exception {
        faulty(1, "byte 44: a record header ends after 4 of 16 bytes" + CUT_OFF,
                CaptureBytes.pcapWithOne().ints(7).toBytes());
        faulty(1, "byte 44: a record claims 5 captured bytes where 4 are left" + CUT_OFF,
                CaptureBytes.pcapWithOne().ints(1, 2, 5, 5, 0).toBytes());
        faulty(1, "byte 44: a record claims 2147483648 captured bytes, more than the limit of 262144" + DAMAGED,
                CaptureBytes.pcapWithOne().ints(1, 2, 0x80000000, 5, 0).toBytes());
        faulty(1, "byte 44: a record claims 262145 captured bytes, more than the limit of 262144" + DAMAGED,
                CaptureBytes.pcapWithOne().ints(1, 2, 262_145, 5, 0).toBytes());
    }

    @Test
    void shouldDeliverPacketsBeforeFaultWhenPcapngBlockIsFaulty() throws Exception {
        faulty(1, "byte 88: block length 0 is not a multiple of 4 of at least 12" + DAMAGED,
                CaptureBytes.pcapngWithOne().ints(99, 0, 0).toBytes());
        faulty(1, "byte 88: block length 14 is not a multiple of 4 of at least 12" + DAMAGED,
                CaptureBytes.pcapngWithOne().ints(99, 14, 14, 14).toBytes());
        faulty(1, "byte 88: block length 12 is not a multiple of 4 of at least 32" + DAMAGED,
                CaptureBytes.pcapngWithOne().ints(6, 12, 12).toBytes());
        faulty(1, "byte 84: a block claims 2147483648 bytes where 12 are left" + CUT_OFF,
                CaptureBytes.pcapngWithOne().ints(99, 0x80000000, 0).toBytes());
        faulty(1, "byte 92: trailing block length 16 differs from the leading 12" + DAMAGED,
                CaptureBytes.pcapngWithOne().ints(99, 12, 16).toBytes());
        faulty(1, "byte 84: a block ends after 8 of at least 12 bytes" + CUT_OFF,
                CaptureBytes.pcapngWithOne().ints(99, 12).toBytes());
        faulty(1, "byte 84: a packet names interface 1 of 1" + DAMAGED,
                CaptureBytes.pcapngWithOne().packet(1, 0, 0, 0, 0, 0).toBytes());
        faulty(1, "byte 84: a record claims 5 captured bytes where 4 are left" + CUT_OFF,
                CaptureBytes.pcapngWithOne().ints(6, 36, 0, 0, 0, 5, 5, 0, 36).toBytes());
        faulty(1, "byte 84: a record claims 4294967295 captured bytes, more than the limit of 262144" + DAMAGED,
                CaptureBytes.pcapngWithOne().ints(6, 36, 0, 0, 0, -1, 5, 0, 36).toBytes());
    }

    @Test
    void shouldDeliverPacketsBeforeFaultWhenInterfaceOptionIsFaulty() throws Exception {
        faulty(1, "byte 100: option 9 claims 40 bytes, more than its block has" + DAMAGED,
                CaptureBytes.pcapngWithOne().ints(1, 28).shorts(1, 0).ints(0).shorts(9, 40).ints(0, 28).toBytes());
        faulty(1, "byte 84: timestamp resolution 19 is finer than 64 bits can count" + DAMAGED,
                CaptureBytes.pcapngWithOne().ints(1, 28).shorts(1, 0).ints(0).shorts(9, 1).ints(19, 28).toBytes());
    }

    @Test
    void shouldBoundInterfacesWhenFileDescribesThemWithoutEnd() throws Exception {
        var bytes = new CaptureBytes(ByteOrder.BIG_ENDIAN).section();
        for (int i = 0; i <= PcapngDescriptor.MAX_INTERFACES; i++) {
            bytes.ethernet();
        }
        faulty(0, "byte 81948: more than the limit of 4096 interfaces in one section" + DAMAGED, bytes.toBytes());
    }

    @Test
    void shouldReadOrFaultButNeverThrowWhenCutAnywhere() throws Exception {
        byte[][] wholes = {CaptureBytes.pcapWithOne().toBytes(), CaptureBytes.pcapngWithOne().toBytes()};
        for (byte[] whole : wholes) {
            for (int length = 28; length < whole.length; length++) {
                Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
                try (CaptureReader reader = CaptureReader.open(file)) {
                    assertFalse(reader.next());
                    boolean clean = length == 28 && whole.length == 84 || length == 48 && whole.length == 84;
                    assertEquals(clean, reader.fault() == null, "length " + length);
                }
            }
        }
    }

    private void refused(String message, int... bytes) throws Exception {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        refused(message, content);
    }

    private void refused(String message, byte[] content) throws Exception {
        Path file = Files.write(folder.resolve("bad"), content);
        var thrown = assertThrows(CaptureException.class, () -> CaptureReader.open(file));
        assertEquals(file + ": " + message, thrown.getMessage());
    }

    private void faulty(int readable, String message, byte[] content) throws Exception {
        Path file = Files.write(folder.resolve("bad"), content);
        try (ReplayNic nic = ReplayNic.open(file)) {
            assertNull(nic.fault());
            int count = 0;
            while (!nic.isFinished()) {
                count += nic.rx(0).poll(8, PacketConsumer.RELEASE);
            }
            assertEquals(readable, count);
            assertEquals(file + ": " + message, nic.fault().getMessage());
            assertEquals(0, nic.rx(0).poll(8, PacketConsumer.RELEASE));
        }
    }
}
