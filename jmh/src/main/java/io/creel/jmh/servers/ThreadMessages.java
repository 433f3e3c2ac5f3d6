package io.creel.jmh.servers;

import io.creel.servers.message.WorkProtocol;
import java.io.DataInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/** A virtual thread per connection that reads, and one per message that works and writes. */
final class ThreadMessages {
    private final LongAdder answered;

    private ThreadMessages(LongAdder answered) {
        this.answered = answered;
    }

    static void open(int backlog, LongAdder answered) throws IOException {
        var server = new ServerSocket();
        server.bind(new InetSocketAddress(Site.MESSAGE_PORT), backlog);
        var messages = new ThreadMessages(answered);
        Thread.startVirtualThread(() -> messages.accept(server));
    }

    private void accept(ServerSocket server) {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            var writing = new ReentrantLock();
            while (true) {
                int length = in.readInt();
                int classWord = in.readInt();
                int rounds = in.readInt();
                long id = in.readLong();
                if (!WorkProtocol.isRequest(length, classWord, rounds, Site.MOST_ROUNDS)) {
                    return;
                }
                in.skipNBytes(length - WorkProtocol.REQUEST_BYTES);
                Thread.startVirtualThread(() -> answer(socket, writing, classWord >>> 24, rounds, id));
            }
        } catch (IOException gone) {
            // the client has closed
        }
    }

    private void answer(Socket socket, ReentrantLock writing, int kind, int rounds, long id) {
        ByteBuffer answer = ByteBuffer.allocate(WorkProtocol.PREFIX_BYTES + WorkProtocol.ANSWER_BYTES);
        WorkProtocol.putAnswer(answer, kind, rounds, id, WorkProtocol.work(id, rounds));
        answered.increment();
        writing.lock();
        try {
            socket.getOutputStream().write(answer.array());
        } catch (IOException gone) {
            // the client misses the answer and says so
        } finally {
            writing.unlock();
        }
    }
}
