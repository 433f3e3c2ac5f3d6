package io.creel.net.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class OsTest {
    private static final int EBADF = 9;

    private final Kernel kernel = new Kernel();

    @Test
    void shouldKnowNumbersOfBothMachines() {
        assertEquals(321, SystemCall.BPF.number("amd64"));
        assertEquals(280, SystemCall.BPF.number("aarch64"));
        assertEquals(9, SystemCall.MMAP.number("amd64"));
        assertEquals(222, SystemCall.MMAP.number("aarch64"));
        for (String machine : new String[]{"amd64", "aarch64"}) {
            long distinct = Arrays.stream(SystemCall.values()).mapToLong(call -> call.number(machine))
                    .distinct().count();
            assertEquals(SystemCall.values().length, distinct);
        }
    }

    @Test
    void unknownMachine() {
        var thrown = assertThrows(UnsupportedOperationException.class, () -> SystemCall.READ.number("riscv64"));
        assertEquals("no system call numbers: architecture=riscv64, known=amd64, aarch64; use memory: or pcap:FILE on"
                + " this machine", thrown.getMessage());
    }

    @Test
    void shouldReturnNegativeErrorNumberWhenCallFails() {
        assertEquals(-EBADF, kernel.close(-1));
        assertEquals(-EBADF, kernel.read(-1, 0, 0));
        assertEquals(-EBADF, kernel.wakeTransmit(-1));
        assertEquals(-Errno.EAFNOSUPPORT, kernel.socket(99, Kernel.SOCK_RAW, 0));
        assertEquals(-Errno.EINVAL, kernel.unmap(1, 0));
    }

    @Test
    void shouldNameOperationObjectAndErrorWhenFailureIsFinal() {
        var thrown = assertThrows(OsException.class, () -> Descriptor.of(-Errno.EMFILE, "cannot open", "file=x"));
        assertEquals("cannot open: file=x, error=EMFILE; raise the limit of open files ('ulimit -n')",
                thrown.getMessage());
        assertEquals(Errno.EMFILE, thrown.errno());
        assertEquals("cannot do: a=1, error=errno 200; see the manual page of the call",
                OsException.of("cannot do", "a=1", 200).getMessage());
    }

    @Test
    void shouldCallBusyAndFullLater() {
        for (int errno : new int[]{Errno.EAGAIN, Errno.EBUSY, Errno.ENOBUFS, Errno.EINTR, Errno.ENETDOWN}) {
            assertTrue(Errno.isLater(errno), Errno.name(errno));
        }
        for (int errno : new int[]{Errno.ENXIO, Errno.EPERM, Errno.EINVAL, EBADF}) {
            assertTrue(!Errno.isLater(errno), Errno.name(errno));
        }
    }

    @Test
    void descriptorUsedAfterClose() throws OsException {
        var descriptor = Descriptor.of(kernel.socket(Kernel.AF_INET, Kernel.SOCK_DGRAM | Kernel.SOCK_CLOEXEC, 0),
                "cannot open", "");
        descriptor.close();
        descriptor.close();
        assertEquals("used a closed descriptor",
                assertThrows(IllegalStateException.class, descriptor::number).getMessage());
    }

    @Test
    void shouldFindLoopback() throws OsException {
        NetDevice loopback = NetDevice.find("lo");
        assertTrue(loopback.index() > 0);
        assertTrue(loopback.mtuBytes() > 1500);
        assertEquals(1, loopback.receiveQueues());
        assertEquals("00:00:00:00:00:00", loopback.macText());
        assertEquals("0a:00:5e:10:20:ff", new NetDevice("x", 1, 1500, 0x0a005e1020ffL, true, 1).macText());
    }

    @Test
    void interfaceNameTooLong() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> NetDevice.find("sixteen-letters-"));
        assertEquals("impossible interface name: interface=sixteen-letters-, lengthBytes=16, limit=15; 'ip link' lists"
                + " the names", thrown.getMessage());
    }

    @Test
    void shouldAllocateNothingWhenCallingOften() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var poller = new Poller(-1);
        long allocated = Long.MAX_VALUE;
        // Nothing is allocated once the code is compiled; the JVM decides when that is.
        for (int round = 0; round < 50 && allocated > 1000; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                kernel.wakeTransmit(-1);
                kernel.read(-1, 0, 0);
                poller.await(0);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(allocated <= 1000, "bytes: " + allocated);
    }
}
