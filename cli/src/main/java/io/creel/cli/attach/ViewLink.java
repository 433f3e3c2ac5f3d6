package io.creel.cli.attach;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The connection to a {@link ViewAgent} in another JVM. For one thread; any thread may close it. */
public final class ViewLink implements AutoCloseable {
    private final long pid;
    private final SocketChannel channel;
    private final DataInputStream answers;

    ViewLink(long pid, SocketChannel channel) {
        this.pid = pid;
        this.channel = channel;
        answers = new DataInputStream(Channels.newInputStream(channel));
    }

    /** {@return the process that answers} */
    public long pid() {
        return pid;
    }

    /**
     * Asks a question and waits for the answer.
     *
     * @param question
     *            one line, see {@link ViewAgent}
     * @return the answer
     * @throws IOException
     *             if the process has ended
     */
    public String ask(String question) throws IOException {
        ByteBuffer line = StandardCharsets.UTF_8.encode(question.replace('\n', ' ') + "\n");
        while (line.hasRemaining()) {
            channel.write(line);
        }
        byte[] answer = new byte[answers.readInt()];
        answers.readFully(answer);
        return new String(answer, StandardCharsets.UTF_8);
    }

    /** Ends the connection, and with it the agent's thread. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            return; // closed by the other side
        }
    }
}
