package io.creel.jmh.nic;

import com.sun.management.ThreadMXBean;
import io.creel.core.Batch;
import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketBody;
import io.creel.net.PacketConsumer;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerProgram;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Scanner;

/**
 * The echoes in Java, each spinning on one core until it is killed. JMH cannot measure this: the load is in another
 * process. It answers a line on its input by the number of bytes that the echoing thread has allocated.
 */
public final class EchoPeer {
    private static final int BATCH = 64;

    private EchoPeer() {
    }

    /** Takes the peer's name; prints {@code ready} when it echoes. */
    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "bareLoop" -> bareLoop("afxdp:" + Echo.NIC);
            case "creel" -> creel("afxdp:" + Echo.NIC, false);
            case "creelOneByOne" -> creel("afxdp:" + Echo.NIC, true);
            case "creelOnAfPacket" -> creel("afpacket:" + Echo.NIC, false);
            case "datagramChannel" -> datagramChannel();
            default -> throw new IllegalArgumentException("unknown peer: peer=" + arguments[0]);
        }
    }

    private static void ready() {
        long echoing = Thread.currentThread().threadId();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Thread.ofPlatform().daemon().start(() -> {
            var questions = new Scanner(System.in);
            while (questions.hasNextLine()) {
                questions.nextLine();
                System.out.println(threads.getThreadAllocatedBytes(echoing));
            }
        });
        System.out.println("ready");
    }

    /** The driver without coroutines. */
    private static void bareLoop(String word) throws Exception {
        try (Nic nic = Nics.open(word)) {
            var in = new PacketBatch(BATCH);
            var out = new PacketBatch(BATCH);
            ready();
            while (!nic.isFinished()) {
                nic.rx(0).poll(in, BATCH - out.size());
                for (int i = 0; i < in.size(); i++) {
                    Packet packet = in.get(i);
                    if (Echo.isOurs(packet)) {
                        Echo.turn(packet);
                        out.add(packet);
                    } else {
                        packet.release();
                    }
                }
                in.clear();
                nic.tx(0).transmit(out);
            }
        }
    }

    /** Starts a coroutine per frame, which waits in a list before it begins. */
    private static void creel(String word, boolean oneByOne) throws Exception {
        try (Nic nic = Nics.open(word)) {
            var worker = new Worker("echo", new Program(nic, oneByOne), System::nanoTime);
            ready();
            while (!nic.isFinished()) {
                worker.doWork();
            }
        }
    }

    /** The worker's program. The consumer is made once: one made in each cycle may be garbage. */
    private static final class Program implements WorkerProgram {
        private final Nic nic;
        private final PacketBatch out = new PacketBatch(BATCH);
        private final ListStash list = new ListStash("list");
        private final Batch batch = new Batch(BATCH);
        private final PacketBody body = this::echo;
        private final PacketConsumer arrival = this::arrived;
        /** Whether each coroutine transmits its frame itself, instead of the worker. */
        private final boolean oneByOne;
        private Worker worker;

        Program(Nic nic, boolean oneByOne) {
            this.nic = nic;
            this.oneByOne = oneByOne;
        }

        private boolean arrived(Packet packet) {
            return worker.start(list, body, packet);
        }

        private void echo(Packet packet) {
            if (Echo.isOurs(packet)) {
                Echo.turn(packet);
                if (oneByOne) {
                    packet.transmit();
                } else {
                    out.add(packet);
                }
            } else {
                packet.release();
            }
        }

        @Override
        public int doWork(Worker self) {
            worker = self;
            int work = nic.rx(0).poll(BATCH - out.size(), arrival);
            self.resume(list.drain(batch, BATCH));
            nic.tx(0).transmit(out);
            return work;
        }
    }

    private static void datagramChannel() throws Exception {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(Echo.NIC_ADDRESS, Echo.PORT));
            channel.configureBlocking(false);
            ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
            ready();
            while (true) {
                buffer.clear();
                SocketAddress from = channel.receive(buffer);
                if (from != null) {
                    buffer.flip();
                    channel.send(buffer, from);
                }
            }
        }
    }
}
