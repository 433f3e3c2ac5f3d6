package io.creel.servers.file;

import io.creel.core.spec.Suspends;
import io.creel.servers.http.HttpContent;
import io.creel.servers.http.HttpExchange;
import java.io.EOFException;
import java.io.IOException;
import java.net.URLConnection;

/** The bytes of an open file, in blocks. The tag is the size and the time of the last change. */
record FileContent(FileReads reads, FileRead read, FileOpener.OpenFile file) implements HttpContent {
    @Override
    public long sizeBytes() {
        return file.sizeBytes();
    }

    @Override
    public String contentType() {
        String known = URLConnection.guessContentTypeFromName(read.name);
        return known == null ? "application/octet-stream" : known;
    }

    @Override
    public String entityTag() {
        return "\"" + Long.toHexString(file.sizeBytes()) + "-" + Long.toHexString(file.modifiedNs()) + "\"";
    }

    @Override
    @Suspends
    public void send(HttpExchange exchange, long first, long bytes) {
        read.position = first;
        read.endPosition = first + bytes;
        try {
            for (long left = bytes; left > 0;) {
                int length = reads.next(read);
                exchange.write(read.sent, 0, length);
                left -= length;
            }
        } catch (EOFException shorter) {
            reads.counters.shrunk++;
            exchange.abandon();
        } catch (IOException failed) {
            reads.counters.failed++;
            exchange.abandon();
        }
    }
}
