package io.creel.cli.attach;

import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs inside the inspected JVM: answers questions that come through a socket in the file system, on a daemon thread of
 * its own. The thread ends with the connection, and so with the process that asks. That JVM loads only this class, so
 * it uses nothing but the JDK and searches all class loaders for Creel's classes.
 *
 * <p>
 * A question is one line: {@code view}; {@code dump}; or {@code order VERB ARGUMENT}. An answer is its length in bytes,
 * 4 of them, and a text in UTF-8. A program that has loaded Creel twice answers a view with two lines.
 */
public final class ViewAgent implements Runnable {
    private static final String CARRIER = "io.creel.core.Carrier";
    private static final String VIEW = "io.creel.core.diagnostics.LiveView";
    private static final String DUMP = "io.creel.core.diagnostics.CoroutineDump";

    private final SocketChannel channel;
    private final List<ClassLoader> loaders;

    private ViewAgent(SocketChannel channel, List<ClassLoader> loaders) {
        this.channel = channel;
        this.loaders = loaders;
    }

    /**
     * Called by the JVM on a thread of its own.
     *
     * @param socket
     *            the path of the socket to connect to
     * @param instrumentation
     *            lists the loaded classes
     * @throws IOException
     *             if the connection cannot be made
     */
    public static void agentmain(String socket, Instrumentation instrumentation) throws IOException {
        List<ClassLoader> loaders = Arrays.stream(instrumentation.getAllLoadedClasses())
                .filter(each -> each.getName().equals(CARRIER)).map(each -> each.getClassLoader()).toList();
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().name("creel-view").start(new ViewAgent(channel, loaders));
    }

    @Override
    public void run() {
        try (channel;
                BufferedReader questions = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
                DataOutputStream answers = new DataOutputStream(Channels.newOutputStream(channel))) {
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                byte[] answer = answer(question).getBytes(StandardCharsets.UTF_8);
                byte[] whole = new byte[Integer.BYTES + answer.length];
                for (int i = 0; i < Integer.BYTES; i++) {
                    whole[i] = (byte) (answer.length >>> 8 * (Integer.BYTES - 1 - i));
                }
                System.arraycopy(answer, 0, whole, Integer.BYTES, answer.length);
                answers.write(whole);
            }
        } catch (IOException gone) {
            return; // the process that asked has ended
        }
    }

    private String answer(String question) {
        String[] words = question.split(" ", 3);
        try {
            return loaders.stream().map(loader -> switch (words[0]) {
                case "view" -> call(loader, VIEW, "toJson");
                case "dump" -> dump(loader);
                default -> call(loader, VIEW, "order", words[1], words.length < 3 ? "" : words[2]);
            }).collect(Collectors.joining("\n"));
        } catch (RuntimeException | LinkageError refused) {
            return "refused: " + refused.getMessage();
        }
    }

    private static String dump(ClassLoader loader) {
        try {
            Class<?> type = Class.forName(DUMP, true, loader);
            return (String) type.getMethod("toText").invoke(type.getMethod("take").invoke(null));
        } catch (ReflectiveOperationException failed) {
            throw failure(failed);
        }
    }

    private static String call(ClassLoader loader, String type, String method, Object... arguments) {
        try {
            Class<?>[] types = new Class<?>[arguments.length];
            Arrays.fill(types, String.class);
            return (String) Class.forName(type, true, loader).getMethod(method, types).invoke(null, arguments);
        } catch (ReflectiveOperationException failed) {
            throw failure(failed);
        }
    }

    private static IllegalStateException failure(ReflectiveOperationException failed) {
        return failed instanceof InvocationTargetException thrown
                ? new IllegalStateException(String.valueOf(thrown.getCause()), thrown)
                : new IllegalStateException("its Creel is of another version, " + failed.getMessage(), failed);
    }
}
