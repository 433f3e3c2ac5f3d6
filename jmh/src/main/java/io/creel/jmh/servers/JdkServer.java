package io.creel.jmh.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** The JDK's HTTP server with a virtual thread per request, and a source of bytes: plain blocking code. */
final class JdkServer implements Served {
    private static final LongAdder ANSWERED = new LongAdder();
    private static final int BACKLOG = 1_024;
    private static final int SOURCE_PART_BYTES = 1 << 16;

    private JdkServer() {
    }

    static JdkServer open() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(Site.HTTP_PORT), BACKLOG);
        server.createContext("/", JdkServer::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        var source = new ServerSocket();
        source.bind(new InetSocketAddress(Site.SOURCE_PORT));
        Thread.ofPlatform().daemon().start(() -> accept(source));
        ThreadMessages.open(BACKLOG, ANSWERED);
        return new JdkServer();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", Site.CONTENT_TYPE);
        exchange.sendResponseHeaders(200, Site.BODY.length);
        exchange.getResponseBody().write(Site.BODY);
        exchange.close();
        ANSWERED.increment();
    }

    private static void accept(ServerSocket source) {
        try {
            while (true) {
                Socket socket = source.accept();
                Thread.ofPlatform().daemon().start(() -> send(socket));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void send(Socket to) {
        byte[] part = new byte[SOURCE_PART_BYTES];
        try (to) {
            while (true) {
                to.getOutputStream().write(part);
            }
        } catch (IOException gone) {
            // the client has got enough
        }
    }

    @Override
    public long requests() {
        return ANSWERED.sum();
    }

    @Override
    public String counted() {
        return "threads=virtual";
    }
}
