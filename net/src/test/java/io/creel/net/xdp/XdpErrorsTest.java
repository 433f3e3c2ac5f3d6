package io.creel.net.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.net.os.Errno;
import io.creel.net.os.OsException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every error number with which the kernel may answer, and the sentence that the user gets for it. */
class XdpErrorsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                                                                  1   | EPERM      | run as root, or grant CAP_NET_RAW, CAP_NET_ADMIN and CAP_BPF
                                                                  13  | EACCES     | run as root, or grant CAP_NET_RAW, CAP_NET_ADMIN and CAP_BPF
                                                                  16  | EBUSY      | another program is attached: stop its owner, or 'ip link set dev eth7 xdp off'
                                                                  17  | EEXIST     | a program is attached in the other mode: stop its owner, or 'ip link set dev eth7 xdp off' and 'xdpgeneric off'
                                                                  28  | ENOSPC     | the peer has more transmit queues than this end has receive queues: 'ethtool -L eth7', or open afxdp:eth7,generic
                                                                  34  | ERANGE     | the MTU is too large for native mode: lower that of the peer, or open afxdp:eth7,generic
                                                                  95  | EOPNOTSUPP | the driver of the interface has no native mode: open afxdp:eth7,generic
                                                                  22  | EINVAL     | open afxdp:eth7,generic or afpacket:eth7
                                                                  """)
    void shouldSayWhatHelpsWhenTheProgramIsRefused(int errno, String name, String remedy) {
        assertEquals("cannot attach the XDP program: interface=eth7, mode=native, error=" + name + "; " + remedy,
                XdpErrors.attach("eth7", false, errno).getMessage());
        assertEquals(errno, XdpErrors.attach("eth7", true, errno).errno());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                                                                  105 | ENOBUFS | it is above the limit of locked memory: 'ulimit -l 8192' or more, or grant CAP_IPC_LOCK
                                                                  12  | ENOMEM  | it is above the limit of locked memory: 'ulimit -l 8192' or more, or grant CAP_IPC_LOCK
                                                                  22  | EINVAL  | see the manual page of the call
                                                                  """)
    void shouldSayWhatHelpsWhenTheMemoryIsRefused(int errno, String name, String remedy) {
        assertEquals("cannot share the packet memory: interface=eth7, sizeBytes=8388608, error=" + name + "; "
                + remedy, XdpErrors.umem("eth7", 8_388_608, errno).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                                                                  16  | EBUSY      | another AF_XDP socket holds the queue: stop its owner, or take another queue
                                                                  95  | EOPNOTSUPP | the driver has no zero-copy mode for this queue: leave out zero-copy
                                                                  19  | ENODEV     | the interface is gone: 'ip link' lists those of this network namespace
                                                                  6   | ENXIO      | the interface is gone: 'ip link' lists those of this network namespace
                                                                  22  | EINVAL     | open afpacket:eth7
                                                                  """)
    void shouldSayWhatHelpsWhenTheQueueIsRefused(int errno, String name, String remedy) {
        assertEquals("cannot bind the AF_XDP socket: interface=eth7, queue=3, error=" + name + "; " + remedy,
                XdpErrors.bind("eth7", 3, errno).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                                                                  1   | EPERM        | run as root, or grant CAP_NET_RAW, CAP_NET_ADMIN and CAP_BPF
                                                                  97  | EAFNOSUPPORT | this kernel was built without CONFIG_XDP_SOCKETS: open afpacket:eth7
                                                                  24  | EMFILE       | raise the limit of open files ('ulimit -n')
                                                                  38  | ENOSYS       | this kernel lacks the feature: use another driver
                                                                  """)
    void shouldSayWhatHelpsWhenADescriptorIsRefused(int errno, String name, String remedy) {
        assertEquals("cannot open an AF_XDP socket: interface=eth7, error=" + name + "; " + remedy,
                assertThrows(OsException.class,
                        () -> XdpErrors.descriptor(-errno, "cannot open an AF_XDP socket", "eth7")).getMessage());
    }

    @Test
    void shouldSayThatTheInterfaceWasRemoved() {
        assertEquals("the interface was removed: interface=eth7, error=ENXIO; close this NIC and open another",
                XdpErrors.gone("eth7", Errno.ENXIO).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                                                                  69 | 1  | EPERM       | grant CAP_NET_ADMIN
                                                                  69 | 92 | ENOPROTOOPT | this kernel is older than 5.11
                                                                  46 | 1  | EPERM       | grant CAP_NET_ADMIN
                                                                  70 | 22 | EINVAL      | see socket(7)
                                                                  """)
    void shouldSayWhyThereIsNoBusyPollingAndUndoHalfOfIt(int refused, int errno, String name, String remedy) {
        List<String> asked = new ArrayList<>();
        assertEquals("no busy polling: interface=eth7, error=" + name + "; interrupts as usual: " + remedy,
                XdpBusyPoll.ask(20, "interface=eth7", (option, value) -> {
                    asked.add(option + "=" + value);
                    return option == refused && value != 0 ? -errno : 0;
                }));
        assertEquals(List.of("69=0", "46=0"), asked.subList(asked.size() - 2, asked.size()));
    }

    @Test
    void shouldAskForAllThreeOptionsOfBusyPolling() {
        List<String> asked = new ArrayList<>();
        assertNull(XdpBusyPoll.ask(20, "", (option, value) -> {
            asked.add(option + "=" + value);
            return 0;
        }));
        assertEquals(List.of("69=1", "46=20", "70=64"), asked);
    }

    @Test
    void impossibleOptions() {
        assertEquals("impossible AF_XDP options: busyPollUs=1000001; at most a second, 1000000",
                assertThrows(IllegalArgumentException.class,
                        () -> XdpOptions.parse(",busy-poll=1000001", "w")).getMessage());
    }
}
