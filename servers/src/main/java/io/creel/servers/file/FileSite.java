package io.creel.servers.file;

import io.creel.core.spec.Suspends;
import io.creel.servers.http.HttpExchange;
import io.creel.servers.http.HttpHandler;
import io.creel.servers.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/**
 * Answers GET and HEAD with files, as a whole or in ranges. Nothing above the folder is reachable; a folder itself is
 * no file. If a file becomes shorter or unreadable while it is sent, the connection is reset, so that the client does
 * not take the part for the whole.
 *
 * <p>
 * Of one worker, in coroutines; virtual threads cannot use it.
 */
public final class FileSite implements HttpHandler {
    private static final String TEXT = "text/plain";

    private final FileReads reads;

    /**
     * Makes a site.
     *
     * @param reads
     *            where its coroutines wait for the disk
     */
    public FileSite(FileReads reads) {
        this.reads = reads;
    }

    @Override
    @Suspends
    public void handle(HttpExchange exchange) {
        HttpMethod method = exchange.method();
        String name = FileName.of(exchange.path());
        if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
            exchange.status(405).header("Allow", "GET, HEAD").length(0);
        } else if (name == null) {
            refusePath(exchange, 404, "no such file");
        } else {
            answer(exchange, name);
        }
    }

    @Suspends
    private void answer(HttpExchange exchange, String name) {
        FileRead read;
        try {
            read = reads.open(name);
        } catch (NoSuchFileException none) {
            refusePath(exchange, 404, "no such file");
            return;
        } catch (AccessDeniedException refused) {
            refusePath(exchange, 403, "the server may not read this file");
            return;
        } catch (IOException failed) {
            reads.counters.failed++;
            say(exchange, 500, "the file cannot be read");
            return;
        }
        if (read == null) {
            say(exchange, 503, "too many files are being sent; try again");
            return;
        }
        try {
            new FileContent(reads, read, Objects.requireNonNull(read.file)).answer(exchange);
        } finally {
            reads.end(read);
        }
    }

    private void refusePath(HttpExchange exchange, int status, String text) {
        reads.counters.refusedPath++;
        say(exchange, status, text);
    }

    private static void say(HttpExchange exchange, int status, String text) {
        exchange.respond(status, TEXT, (text + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
