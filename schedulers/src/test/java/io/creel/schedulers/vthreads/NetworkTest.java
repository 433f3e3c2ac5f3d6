package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JDK's blocking network and file code, unchanged, in virtual threads on 1, 2 and 4 workers,
 * each also while the policies are swapped. */
@Timeout(120)
class NetworkTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @EnumSource
    void shouldServeAndAskOverHttp(Setting workers) throws Exception {
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers);
                ExecutorService executor = central.threads.executor()) {
            HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
            server.setExecutor(executor);
            server.createContext("/", exchange -> {
                byte[] answer = ("hello " + exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            try (HttpClient client = HttpClient.newBuilder().executor(executor).build()) {
                List<Future<String>> answers = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/" + i);
                    answers.add(executor.submit(() -> client
                            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body()));
                }
                for (int i = 0; i < 40; i++) {
                    assertEquals("hello /" + i, answers.get(i).get());
                }
            } finally {
                server.stop(0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTalkThroughBlockingSocketsWithATimeOut(Setting workers) throws Exception {
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers);
                ExecutorService executor = central.threads.executor();
                ServerSocket server = new ServerSocket(0, 50, LOOPBACK)) {
            Future<Integer> served = executor.submit(() -> {
                int lines = 0;
                List<Thread> children = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    Socket socket = server.accept();
                    lines++;
                    children.add(Thread.startVirtualThread(() -> echo(socket)));
                }
                for (Thread child : children) {
                    child.join();
                }
                return lines;
            });
            List<Future<String>> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                int me = i;
                clients.add(executor.submit(() -> ask(server.getLocalPort(), me)));
            }
            for (int i = 0; i < 10; i++) {
                assertEquals("echo " + i + ", then silence", clients.get(i).get());
            }
            assertEquals(10, served.get());
        }
    }

    private static void echo(Socket accepted) {
        try (Socket socket = accepted) {
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                socket.getOutputStream().write(("echo " + line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String ask(int port, int number) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            socket.getOutputStream().write((number + "\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = lines.readLine();
            socket.setSoTimeout(5);
            try {
                return line + lines.readLine();
            } catch (SocketTimeoutException nothingMoreComes) {
                return line + ", then silence";
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadAndWriteFiles(Setting workers, @TempDir Path folder) throws Exception {
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers);
                ExecutorService executor = central.threads.executor()) {
            List<Future<Long>> written = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Path file = folder.resolve("file-" + i);
                written.add(executor.submit(() -> {
                    for (int k = 0; k < 50; k++) {
                        Files.writeString(file, "line " + k + "\n", StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND);
                        Thread.yield();
                    }
                    return Files.readAllLines(file).stream().distinct().count();
                }));
            }
            for (Future<Long> lines : written) {
                assertEquals(50, lines.get());
            }
        }
    }
}
