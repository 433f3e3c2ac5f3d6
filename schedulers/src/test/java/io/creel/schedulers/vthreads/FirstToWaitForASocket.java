package io.creel.schedulers.vthreads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/** A virtual thread on a scheduler of our own waits for a socket, in a JVM in which no thread has done so before. */
final class FirstToWaitForASocket {
    private FirstToWaitForASocket() {
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("protected")) {
            try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", 1)) {
                central.threads.executor().submit(FirstToWaitForASocket::talk).get();
                print(central.threads.counts().inherited());
            }
        } else {
            LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
            Set<Runnable> seen = ConcurrentHashMap.newKeySet();
            Executor scheduler = task -> {
                seen.add(task);
                queue.add(task);
            };
            Thread.ofPlatform().daemon().start(() -> {
                while (true) {
                    try {
                        queue.take().run();
                    } catch (InterruptedException end) {
                        return;
                    }
                }
            });
            Constructor<?> hidden = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            hidden.setAccessible(true);
            ((Thread.Builder.OfVirtual) hidden.newInstance(scheduler)).start(FirstToWaitForASocket::talk).join();
            print(seen.size() - 1);
        }
    }

    private static void print(long count) {
        System.out.println("pollers on our scheduler: " + count);
    }

    private static int talk() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread receiver = Thread.currentThread();
            Thread.ofPlatform().start(() -> send(server.getLocalPort(), receiver));
            try (Socket socket = server.accept()) {
                return socket.getInputStream().read();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void send(int port, Thread receiver) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            while (receiver.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            socket.getOutputStream().write(1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
