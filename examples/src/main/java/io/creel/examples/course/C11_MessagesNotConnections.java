package io.creel.examples.course;

import io.creel.core.Coroutine;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.priority.StrictPriority;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Two TCP connections, each with a long message before short ones. Scheduled by connection, the short ones wait behind
 * the long one of their connection under any policy, because a connection is one coroutine. Scheduled by message, each
 * message is a coroutine with its own type, and {@code when priority} runs the short ones of all connections first.
 * Each answer names its message.
 *
 * <p>
 * Source: B. Montazeri and others, "Homa: A Receiver-Driven Low-Latency Transport Protocol Using Network Priorities",
 * SIGCOMM 2018, and J. Ousterhout, "It's Time To Replace TCP in the Datacenter", 2022: the unit of scheduling should be
 * the message, not the stream.
 */
public final class C11_MessagesNotConnections {
    private static final int CONNECTIONS = 2;
    private static final int SHORT = 0;
    private static final int LONG = 1;
    private static final int TYPES = 2;
    private static final int MAX_PASSED = 100;

    private final WorkerGroup group = new WorkerGroup("server", 1);
    private final List<String> answered = new ArrayList<>();
    private int left;

    private C11_MessagesNotConnections() {
    }

    /** A message in the stream: a type, a number, and a body, which is longer in a long message. */
    private record Message(char connection, int type, int number, int length) {
        @Override
        public String toString() {
            return "" + connection + number + (type == LONG ? " (long)" : "");
        }
    }

    /** WHAT. */
    private void answer(Message message) {
        answered.add(message.toString());
        if (--left == 0) {
            group.stop();
        }
    }

    private void serveConnection(Placement placement, List<Message> stream) {
        for (Message message : stream) {
            answer(message);
            Coroutine.transfer(placement); // one turn per message
        }
    }

    /** Serves the received messages with one worker, and prints their order. */
    private void serve(String name, List<List<Message>> streams, Function<String, When> when, boolean byMessage)
            throws InterruptedException {
        Placement placement = Placement.builder("messages", 1, System::nanoTime).when(when).build();
        for (List<Message> stream : streams) {
            left += stream.size();
            if (byMessage) {
                stream.forEach(message -> MustAccept.place(placement, Coroutine.create(this::answer, message)));
            } else {
                MustAccept.place(placement,
                        Coroutine.create(some -> serveConnection(placement, some), stream));
            }
        }
        try (group) {
            placement.start(group, 1);
            group.awaitStop();
        }
        System.out.println(name + ": " + String.join(", ", answered));
    }

    private static void send(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            for (int number = 1; number <= 3; number++) {
                int type = number == 1 ? LONG : SHORT;
                byte[] body = new byte[type == LONG ? 60_000 : 20];
                out.writeByte(type);
                out.writeInt(number);
                out.writeInt(body.length);
                out.write(body);
            }
        }
    }

    /** Cuts a stream into messages. */
    private static List<Message> receive(char connection, Socket socket) throws IOException {
        List<Message> messages = new ArrayList<>();
        try (socket; DataInputStream in = new DataInputStream(socket.getInputStream())) {
            for (int type = in.read(); type >= 0; type = in.read()) {
                Message message = new Message(connection, type, in.readInt(), in.readInt());
                in.skipNBytes(message.length);
                messages.add(message);
            }
        }
        return messages;
    }

    private static int typeOf(Coroutine handle) {
        return ((Message) handle.argument()).type;
    }

    /** Receives once and serves twice. */
    public static void main(String[] args) throws Exception {
        List<List<Message>> streams = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < CONNECTIONS; i++) {
                Thread client = Thread.startVirtualThread(() -> {
                    try {
                        send(server.getLocalPort());
                    } catch (IOException failure) {
                        throw new IllegalStateException(failure);
                    }
                });
                streams.add(receive((char) ('A' + i), server.accept()));
                client.join();
            }
        }
        new C11_MessagesNotConnections().serve("by connection", streams, Fifo::new, false);
        new C11_MessagesNotConnections().serve("by message   ", streams,
                name -> new StrictPriority(name, TYPES, C11_MessagesNotConnections::typeOf, MAX_PASSED), true);
    }
}
/*
Output:
by connection: A1 (long), B1 (long), A2, B2, A3, B3
by message   : A2, A3, B2, B3, A1 (long), B1 (long)
*/
