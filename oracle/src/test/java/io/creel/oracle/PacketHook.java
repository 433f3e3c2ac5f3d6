package io.creel.oracle;

import io.creel.core.Coroutine;
import io.creel.net.Packet;
import io.creel.net.TxQueue;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Gives each packet that a program allocates a queue to go out by. The specification says nothing about that queue, so
 * the programs of the corpus do not set it, and without it a transmit would end most of their paths. A cancellation of
 * the coroutine may arrive at the same place.
 */
public final class PacketHook {
    /** The queue of the present run. Written by the thread of the tests. */
    static TxQueue egress;
    /** Those of the present run. Written by the thread of the tests. */
    static SimulatedWorkers workers;

    private PacketHook() {
    }

    /**
     * Called by programs after each allocation.
     *
     * @param packet
     *            the packet, or {@code null}
     */
    public static void allocated(Packet packet) {
        if (packet != null) {
            packet.egress(egress);
            Frames.fill(packet); // as if a device had written it
        }
        Coroutine running = Coroutine.current();
        if (running != null && workers.happens("a cancellation arrives")) {
            running.cancel();
        }
    }

    /** Adds the call behind each allocation. */
    static UnaryOperator<byte[]> after(UnaryOperator<byte[]> weaving) {
        return classFile -> add(weaving.apply(classFile));
    }

    private static byte[] add(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                    String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9,
                        super.visitMethod(access, name, descriptor, signature, exceptions)) {
                    @Override
                    public void visitMethodInsn(int opcode, String owner, String called, String type,
                            boolean isInterface) {
                        super.visitMethodInsn(opcode, owner, called, type, isInterface);
                        if (owner.equals("io/creel/net/PacketPool") && called.equals("allocate")) {
                            super.visitInsn(Opcodes.DUP);
                            super.visitMethodInsn(Opcodes.INVOKESTATIC, "io/creel/oracle/PacketHook", "allocated",
                                    "(Lio/creel/net/Packet;)V", false);
                        }
                    }
                };
            }
        }, 0);
        return writer.toByteArray();
    }
}
