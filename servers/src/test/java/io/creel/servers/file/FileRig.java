package io.creel.servers.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.IpAddress;
import io.creel.servers.ServersRig;
import io.creel.servers.ServiceLimits;
import io.creel.servers.http.HttpLimits;
import io.creel.servers.http.HttpService;
import io.creel.servers.TcpService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file site on the rig. The disk does one thing whenever the test lets it, or all at once. */
final class FileRig implements AutoCloseable {
    static final FileLimits LIMITS = new FileLimits(4, 2, 1_000, ServersRig.MS);

    final ServersRig rig = new ServersRig();
    final List<Throwable> failures = new ArrayList<>();
    /** What the disk was asked for, in its order: a name for an open, and a name and a position for a block. */
    final List<String> log = new ArrayList<>();
    final DiskReader disk;
    final FileReads reads;
    final HttpService http;
    final TcpService port;
    boolean slow;
    /** Thrown by each read; null for none. */
    IOException fault;
    /** Thrown by each open; null for none. */
    Throwable openFault;
    int channels;

    FileRig(Path folder) {
        this(folder, LIMITS);
    }

    FileRig(Path folder, FileLimits limits) {
        disk = FileReads.reader(planted(folder));
        reads = new FileReads(rig.server.ready(), limits, disk);
        reads.start(rig.carrier);
        var site = new FileSite(reads);
        http = new HttpService(rig.server.ready(), new ServiceLimits(64, 64, 60 * ServersRig.SECOND,
                20 * ServersRig.SECOND), HttpLimits.defaults(), exchange -> {
                    if (exchange.isPath("/now")) {
                        exchange.respond(200, "text/plain", new byte[]{'!'});
                    } else {
                        site.handle(exchange);
                    }
                }, () -> 0, failures::add);
        port = http.open(rig.server, rig.carrier, IpAddress.ANY_IPV4, 80);
        rig.besides = () -> slow ? 0 : disk.doWork();
    }

    private FileOpener planted(Path folder) {
        FileOpener real;
        try {
            real = FileOpener.below(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return name -> {
            log.add(name);
            throwIfSet(openFault);
            FileOpener.OpenFile file = real.open(name);
            channels++;
            return new FileOpener.OpenFile(new Planted(name, file.channel()), file.sizeBytes(), file.modifiedNs());
        };
    }

    private static void throwIfSet(Throwable fault) throws IOException {
        switch (fault) {
            case null -> {
            }
            case IOException io -> throw io;
            case RuntimeException unchecked -> throw unchecked;
            default -> throw (Error) fault;
        }
    }

    private final class Planted implements SeekableByteChannel {
        private final String name;
        private final SeekableByteChannel real;

        Planted(String name, SeekableByteChannel real) {
            this.name = name;
            this.real = real;
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            log.add(name + "@" + real.position());
            if (fault != null) {
                throw fault;
            }
            return real.read(to);
        }

        @Override
        public int write(ByteBuffer from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public SeekableByteChannel position(long position) throws IOException {
            real.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return real.isOpen();
        }

        @Override
        public void close() throws IOException {
            channels--;
            real.close();
        }
    }

    /** Asks for a file on a new connection, and does not wait for the answer. */
    ServersRig.Client asking(String path) {
        ServersRig.Client client = rig.connect(80);
        client.send(get(path));
        return client;
    }

    /** The disk does its next thing. */
    void step() {
        assertEquals(1, disk.doWork(), "the disk has something to do");
        rig.settle();
    }

    static String get(String path) {
        return get(path, "");
    }

    /** Each field ends with CR LF. */
    static String get(String path, String fields) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    }

    String ask(String request) {
        return rig.ask(80, request);
    }

    int status(String request) {
        return Integer.parseInt(ask(request).substring(9, 12));
    }

    static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    /** Checks that nothing is left over. */
    @Override
    public void close() {
        slow = false;
        rig.settle();
        rig.pass(50 * ServersRig.MS);
        port.close();
        reads.close();
        rig.settle();
        assertEquals(0, reads.open(), "files");
        assertEquals(0, reads.ahead(), "blocks ahead");
        assertEquals(0, channels, "open channels");
        assertTrue(reads.hasEnded());
        assertEquals(List.of(), failures);
        rig.close();
    }
}
