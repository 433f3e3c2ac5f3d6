package io.creel.net.xdp;

import static io.creel.net.xdp.BpfDescriptor.ATTRIBUTES_BYTES;
import static io.creel.net.xdp.BpfDescriptor.INSTRUCTION_BYTES;

import io.creel.net.internal.Memory;
import io.creel.net.os.Descriptor;
import io.creel.net.os.Errno;
import io.creel.net.os.Kernel;
import io.creel.net.os.NetDevice;
import io.creel.net.os.OsException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The BPF program that gives every frame of a queue to the socket of that queue, and frames of other queues to the
 * kernel.
 *
 * <p>
 * Map, program and the link that attaches it are file descriptors without a path or a pin, so the kernel detaches the
 * program when the process ends, however it ends.
 */
final class XdpProgram implements AutoCloseable {
    private static final int INSTRUCTIONS = 6;

    private final Kernel kernel = new Kernel();
    private final Descriptor map;
    private final Descriptor program;
    private final Descriptor link;
    private final boolean generic;

    private XdpProgram(Descriptor map, Descriptor program, Descriptor link, boolean generic) {
        this.map = map;
        this.program = program;
        this.link = link;
        this.generic = generic;
    }

    /**
     * Attaches the program as the options say: in native mode first, and in generic mode only if the driver has no
     * native mode.
     */
    static XdpProgram attach(NetDevice device, XdpOptions options, boolean multiBuffer) throws OsException {
        var kernel = new Kernel();
        Descriptor map = null;
        Descriptor program = null;
        Descriptor link = null;
        try (Arena arena = Arena.ofConfined()) {
            map = createMap(kernel, arena, device);
            program = load(kernel, arena, device, map, multiBuffer);
            boolean generic = options.attach() == XdpOptions.Attach.GENERIC;
            int result = link(kernel, arena, device, program, generic);
            if (result == -Errno.EOPNOTSUPP && options.attach() == XdpOptions.Attach.ANY) {
                generic = true;
                result = link(kernel, arena, device, program, true);
            }
            if (result < 0) {
                throw XdpErrors.attach(device.name(), generic, -result);
            }
            link = new Descriptor(result);
            return new XdpProgram(map, program, link, generic);
        } finally {
            if (link == null) {
                closeAll(program, map);
            }
        }
    }

    private static Descriptor createMap(Kernel kernel, Arena arena, NetDevice device) throws OsException {
        long attributes = attributes(arena);
        Memory.setNative32(attributes, BpfDescriptor.MAP_TYPE_XSK);
        Memory.setNative32(attributes + 4, Integer.BYTES);
        Memory.setNative32(attributes + 8, Integer.BYTES);
        Memory.setNative32(attributes + 12, device.receiveQueues());
        return XdpErrors.descriptor(kernel.bpf(BpfDescriptor.MAP_CREATE, attributes, ATTRIBUTES_BYTES),
                "cannot create the socket map", device.name());
    }

    private static Descriptor load(Kernel kernel, Arena arena, NetDevice device, Descriptor map, boolean multiBuffer)
            throws OsException {
        MemorySegment code = arena.allocate(INSTRUCTIONS * INSTRUCTION_BYTES, Long.BYTES);
        MemorySegment licence = arena.allocateFrom("Apache-2.0");
        long at = code.address();
        at = instruction(at, BpfDescriptor.LOAD_WORD, 2, 1, BpfDescriptor.CONTEXT_RX_QUEUE, 0);
        at = instruction(at, BpfDescriptor.LOAD_IMMEDIATE, 1, BpfDescriptor.SOURCE_IS_MAP, 0, map.number());
        at = instruction(at, 0, 0, 0, 0, 0);
        at = instruction(at, BpfDescriptor.MOVE_IMMEDIATE, 3, 0, 0, BpfDescriptor.XDP_PASS);
        at = instruction(at, BpfDescriptor.CALL, 0, 0, 0, BpfDescriptor.HELPER_REDIRECT_MAP);
        instruction(at, BpfDescriptor.EXIT, 0, 0, 0, 0);
        long attributes = attributes(arena);
        Memory.setNative32(attributes, BpfDescriptor.PROG_TYPE_XDP);
        Memory.setNative32(attributes + 4, INSTRUCTIONS);
        Memory.setNative64(attributes + 8, code.address());
        Memory.setNative64(attributes + 16, licence.address());
        Memory.setNative32(attributes + 44, multiBuffer ? BpfDescriptor.PROG_HAS_FRAGS : 0);
        return XdpErrors.descriptor(kernel.bpf(BpfDescriptor.PROG_LOAD, attributes, ATTRIBUTES_BYTES),
                "cannot load the XDP program", device.name());
    }

    private static long instruction(long at, int opcode, int destination, int source, int offset, int immediate) {
        Memory.set8(at, (byte) opcode);
        Memory.set8(at + 1, (byte) (source << 4 | destination));
        Memory.setNative16(at + 2, (short) offset);
        Memory.setNative32(at + 4, immediate);
        return at + INSTRUCTION_BYTES;
    }

    private static int link(Kernel kernel, Arena arena, NetDevice device, Descriptor program, boolean generic) {
        long attributes = attributes(arena);
        Memory.setNative32(attributes, program.number());
        Memory.setNative32(attributes + 4, device.index());
        Memory.setNative32(attributes + 8, BpfDescriptor.ATTACH_XDP);
        Memory.setNative32(attributes + 12, generic ? BpfDescriptor.LINK_GENERIC : BpfDescriptor.LINK_NATIVE);
        return kernel.bpf(BpfDescriptor.LINK_CREATE, attributes, ATTRIBUTES_BYTES);
    }

    private static long attributes(Arena arena) {
        return arena.allocate(ATTRIBUTES_BYTES, Long.BYTES).address();
    }

    /** Makes the kernel deliver the frames of {@code queue} to {@code socket} from now on. */
    void deliver(int queue, Descriptor socket, String name) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            long attributes = attributes(arena);
            long pair = arena.allocate(2 * Integer.BYTES, Integer.BYTES).address();
            Memory.setNative32(pair, queue);
            Memory.setNative32(pair + 4, socket.number());
            Memory.setNative32(attributes, map.number());
            Memory.setNative64(attributes + 8, pair);
            Memory.setNative64(attributes + 16, pair + 4);
            OsException.check(kernel.bpf(BpfDescriptor.MAP_UPDATE, attributes, ATTRIBUTES_BYTES),
                    "cannot enter a socket into the map", "interface=" + name + ", queue=" + queue);
        }
    }

    boolean isGeneric() {
        return generic;
    }

    private static void closeAll(@Nullable Descriptor... descriptors) {
        for (Descriptor descriptor : descriptors) {
            if (descriptor != null) {
                descriptor.close();
            }
        }
    }

    /** Detaches the program. */
    @Override
    public void close() {
        closeAll(link, program, map);
    }
}
