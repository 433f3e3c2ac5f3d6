package io.creel.servers.memcached;

import io.creel.core.Coroutine;
import io.creel.core.spec.Suspends;
import io.creel.ip.stream.TcpSocket;
import io.creel.servers.connection.PeerStalledException;
import io.creel.servers.connection.SocketInput;
import io.creel.servers.connection.SocketOutput;
import org.jspecify.annotations.Nullable;

/** The commands of a connection that has some. One coroutine. */
final class MemcachedSession {
    private static final byte[] NOTHING = {};
    private static final long SECOND = 1_000_000_000L;
    private static final int OUTPUT_BYTES = 16_384;
    private static final int MOST_KEY_BYTES = 250;
    private static final int COMMANDS_PER_TURN = 64;
    private static final String STORED = "STORED\r\n";
    private static final String NOT_STORED = "NOT_STORED\r\n";
    private static final String NOT_FOUND = "NOT_FOUND\r\n";
    private static final String OK = "OK\r\n";
    private static final String ERROR = "ERROR\r\n";
    private static final String BAD_FORMAT = "CLIENT_ERROR bad command line format\r\n";
    private static final String BAD_CHUNK = "CLIENT_ERROR bad data chunk\r\n";

    /** What becomes of a value that has come. */
    private enum Storing {
        SET, ADD, REPLACE, APPEND, PREPEND, CAS
    }

    private final MemcachedService service;
    private final ItemStore store;
    private final SocketInput input;
    private final SocketOutput output;
    private final TextLine line;
    private boolean noReply;
    private boolean quit;

    MemcachedSession(MemcachedService service) {
        this.service = service;
        store = service.store;
        input = new SocketInput(service.limits.lineBytes() + 2);
        output = new SocketOutput(OUTPUT_BYTES, service.serviceLimits.stallNs());
        line = new TextLine(service.limits.lineBytes() + 2);
    }

    /** Serves the commands that are there; says whether the connection goes on. */
    @Suspends
    boolean serve(TcpSocket socket) {
        input.of(socket, NOTHING, 0);
        int came = input.fill(Coroutine.nowNs() + service.serviceLimits.idleNs());
        if (came <= 0) {
            service.counters.idleClosed += came == 0 ? 1 : 0;
            return false;
        }
        output.of(socket);
        quit = false;
        int served = 0;
        while (!quit) {
            int bytes = receiveLine();
            if (bytes < 0) {
                break;
            }
            int from = input.position();
            line.cut(input.array(), from, withoutReturn(from, bytes));
            input.skip(bytes + 1);
            command();
            if (input.available() == 0 && !quit) {
                output.flush();
                return true;
            }
            if (++served % COMMANDS_PER_TURN == 0) {
                service.counters.turnsGivenUp += Coroutine.await(service.ready) ? 1 : 0;
            }
        }
        output.flush();
        socket.shutdownOutput();
        return false;
    }

    void clear() {
        input.clear();
        output.clear();
    }

    /** A line may end by a line feed alone, as in memcached. */
    private int withoutReturn(int from, int bytes) {
        return bytes > 0 && input.array()[from + bytes - 1] == '\r' ? bytes - 1 : bytes;
    }

    /** Waits for a line; its length without its line feed, −1 if the connection ends instead. */
    private int receiveLine() {
        long untilNs = Coroutine.nowNs() + service.serviceLimits.stallNs();
        int seen = 0;
        while (true) {
            byte[] bytes = input.array();
            int from = input.position();
            for (; from + seen < input.end(); seen++) {
                if (bytes[from + seen] == '\n') {
                    return seen;
                }
            }
            if (input.isFull()) {
                clientError("CLIENT_ERROR line too long\r\n");
                return -1;
            }
            if (more(untilNs) < 0) {
                return -1;
            }
        }
    }

    /** How many bytes came; −1 at the end of the stream. */
    private int more(long untilNs) {
        output.flush();
        int came = input.fill(untilNs);
        if (came == 0) {
            throw new PeerStalledException("a command does not come to its end: received=" + input.received()
                    + ", stallNs=" + service.serviceLimits.stallNs());
        }
        return came;
    }

    private void command() {
        int words = line.words();
        noReply = words > 1 && line.is(words - 1, "noreply");
        if (words == 0) {
            unknown();
            return;
        }
        switch (line.length(0)) {
            case 3 -> three();
            case 4 -> four();
            case 5 -> five();
            case 6 -> six();
            case 7 -> seven();
            default -> rest();
        }
    }

    private void three() {
        if (line.is(0, "get")) {
            get(1, false);
        } else if (line.is(0, "set")) {
            store(Storing.SET);
        } else if (line.is(0, "add")) {
            store(Storing.ADD);
        } else if (line.is(0, "cas")) {
            store(Storing.CAS);
        } else if (line.is(0, "gat")) {
            getAndTouch(false);
        } else {
            unknown();
        }
    }

    private void four() {
        if (line.is(0, "gets")) {
            get(1, true);
        } else if (line.is(0, "incr")) {
            add(true);
        } else if (line.is(0, "decr")) {
            add(false);
        } else if (line.is(0, "gats")) {
            getAndTouch(true);
        } else if (line.is(0, "quit")) {
            quit = true;
        } else {
            unknown();
        }
    }

    private void five() {
        if (line.is(0, "touch")) {
            touch();
        } else if (line.is(0, "stats")) {
            statistics();
        } else {
            unknown();
        }
    }

    private void six() {
        if (line.is(0, "delete")) {
            delete();
        } else if (line.is(0, "append")) {
            store(Storing.APPEND);
        } else {
            unknown();
        }
    }

    private void seven() {
        if (line.is(0, "replace")) {
            store(Storing.REPLACE);
        } else if (line.is(0, "prepend")) {
            store(Storing.PREPEND);
        } else if (line.is(0, "version")) {
            output.ascii("VERSION 1.6.0-creel\r\n");
        } else {
            unknown();
        }
    }

    private void rest() {
        if (line.is(0, "flush_all")) {
            flushAll();
        } else if (line.is(0, "verbosity")) {
            verbosity();
        } else {
            unknown();
        }
    }

    private void unknown() {
        service.counters.unknown++;
        output.ascii(ERROR);
    }

    private void clientError(String said) {
        service.counters.clientErrors++;
        output.ascii(said);
    }

    private void say(String said) {
        if (!noReply) {
            output.ascii(said);
        }
    }

    /** The protocol forbids control characters; memcached takes them, and its load tools send them. */
    private boolean isKey(int word) {
        return line.length(word) <= MOST_KEY_BYTES;
    }

    private @Nullable StoredItem find(int word) {
        return store.get(line.bytes(), line.begin(word), line.end(word));
    }

    private void get(int first, boolean withVersion) {
        if (line.words() <= first) {
            unknown();
        } else {
            find(first, withVersion);
        }
    }

    private void find(int first, boolean withVersion) {
        for (int word = first; word < line.words(); word++) {
            if (!isKey(word)) {
                clientError(BAD_FORMAT);
                return;
            }
            service.counters.gets++;
            StoredItem item = find(word);
            if (item != null) {
                service.counters.hits++;
                send(item, withVersion);
            }
        }
        output.ascii("END\r\n");
    }

    /** The value is taken before the first wait, so a change meanwhile does no harm. */
    private void send(StoredItem item, boolean withVersion) {
        byte[] value = item.value;
        long version = item.version;
        int flags = item.flags;
        output.ascii("VALUE ").put(item.key, 0, item.key.length).put(' ').decimal(flags & 0xffffffffL).put(' ')
                .decimal(value.length);
        if (withVersion) {
            output.put(' ').unsigned(version);
        }
        output.ascii("\r\n").put(value, 0, value.length).ascii("\r\n");
    }

    private void getAndTouch(boolean withVersion) {
        if (line.words() < 2) {
            unknown();
        } else if (!line.isSigned(1)) {
            clientError("CLIENT_ERROR invalid exptime argument\r\n");
        } else {
            long expiresAt = store.expiry(line.signed(1));
            for (int word = 2; word < line.words(); word++) {
                StoredItem item = isKey(word) ? find(word) : null;
                if (item != null) {
                    item.expiresAt = expiresAt;
                    service.counters.touches++;
                }
            }
            find(2, withVersion);
        }
    }

    /** {@code set KEY FLAGS EXPTIME BYTES [VERSION] [noreply]}, and the value in the next line. */
    private void store(Storing how) {
        int fixed = how == Storing.CAS ? 6 : 5;
        int words = line.words() - (noReply ? 1 : 0);
        if (words != fixed) {
            unknown();
            return;
        }
        if (!line.isSigned(4) || line.signed(4) < 0 || line.signed(4) > Integer.MAX_VALUE - 2) {
            clientError(BAD_FORMAT);
            return;
        }
        int bytes = (int) line.signed(4);
        boolean wellFormed = isKey(1) && line.isUnsigned(2) && Long.compareUnsigned(line.unsigned(2), 0xffffffffL) <= 0
                && line.isSigned(3) && (how != Storing.CAS || line.isUnsigned(5));
        if (!wellFormed) {
            swallow(bytes);
            clientError(BAD_FORMAT);
        } else if (bytes > service.limits.valueBytes()) {
            refuse(bytes, "SERVER_ERROR object too large for cache\r\n");
        } else if (!store.reserve(bytes)) {
            refuse(bytes, "SERVER_ERROR out of memory storing object\r\n");
        } else {
            byte[] value = receive(bytes);
            if (value == null) {
                clientError(BAD_CHUNK);
            } else {
                service.counters.sets++;
                stored(how, value);
            }
        }
    }

    /** The value before is not the one that the client believes to be there, so it goes. */
    private void refuse(int bytes, String said) {
        swallow(bytes);
        service.counters.serverErrors++;
        StoredItem before = find(1);
        if (before != null) {
            store.remove(before);
        }
        output.ascii(said);
    }

    /** A value of the length that was reserved; null if it is longer. */
    private byte @Nullable [] receive(int bytes) {
        try {
            byte[] value = new byte[bytes];
            long beganNs = Coroutine.nowNs();
            for (int done = 0; done < bytes;) {
                if (input.available() == 0) {
                    output.flush();
                }
                int came = input.read(value, done, bytes - done, untilNs(beganNs, done));
                requireMore(came, done);
                done += came;
            }
            return endOfValue() ? value : null;
        } finally {
            store.unreserve(bytes);
        }
    }

    private long untilNs(long beganNs, long done) {
        return beganNs + service.serviceLimits.stallNs() + done * SECOND / service.limits.bytesPerSecond();
    }

    private void requireMore(int came, long done) {
        if (came <= 0) {
            throw new PeerStalledException("a value does not come to its end: received=" + done + ", ended="
                    + (came < 0));
        }
    }

    /** Whether the value is followed by CR LF. If it is not, the rest of the line is dropped: it is no command. */
    private boolean endOfValue() {
        long untilNs = Coroutine.nowNs() + service.serviceLimits.stallNs();
        long seen = 0;
        boolean returned = false;
        while (true) {
            while (input.available() == 0) {
                requireMore(more(untilNs), seen);
            }
            byte character = input.array()[input.position()];
            input.skip(1);
            if (character == '\n') {
                return returned && seen == 1;
            }
            returned = character == '\r' && seen == 0;
            seen++;
        }
    }

    /** Drops a value and its end. */
    private void swallow(int bytes) {
        long beganNs = Coroutine.nowNs();
        for (int done = 0; done < bytes;) {
            if (input.available() == 0) {
                requireMore(more(untilNs(beganNs, done)), done);
            }
            int part = Math.min(bytes - done, input.available());
            input.skip(part);
            done += part;
        }
        if (!endOfValue()) {
            service.counters.clientErrors++;
        }
    }

    private void stored(Storing how, byte[] value) {
        StoredItem before = find(1);
        switch (how) {
            case SET -> put(value);
            case ADD -> {
                if (before == null) {
                    put(value);
                } else {
                    say(NOT_STORED);
                }
            }
            case REPLACE -> {
                if (before != null) {
                    put(value);
                } else {
                    say(NOT_STORED);
                }
            }
            case APPEND, PREPEND -> join(how == Storing.APPEND, before, value);
            default -> compareAndSet(before, value);
        }
    }

    private void put(byte[] value) {
        store.put(line.bytes(), line.begin(1), line.end(1), value, (int) line.unsigned(2),
                store.expiry(line.signed(3)));
        say(STORED);
    }

    private void compareAndSet(@Nullable StoredItem before, byte[] value) {
        if (before == null) {
            say(NOT_FOUND);
        } else if (before.version != line.unsigned(5)) {
            say("EXISTS\r\n");
        } else {
            put(value);
        }
    }

    private void join(boolean append, @Nullable StoredItem before, byte[] value) {
        if (before == null) {
            say(NOT_STORED);
            return;
        }
        byte[] first = append ? before.value : value;
        byte[] second = append ? value : before.value;
        if (first.length + second.length > service.limits.valueBytes()) {
            service.counters.serverErrors++;
            output.ascii("SERVER_ERROR object too large for cache\r\n");
            return;
        }
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        store.change(before, both);
        say(STORED);
    }

    /** {@code delete KEY [0] [noreply]}. */
    private void delete() {
        int words = line.words() - (noReply ? 1 : 0);
        if (words < 2 || words > 3) {
            unknown();
        } else if (words == 3 && !line.is(2, "0") || !isKey(1)) {
            clientError("CLIENT_ERROR bad command line format.  Usage: delete <key> [noreply]\r\n");
        } else {
            StoredItem item = find(1);
            if (item != null) {
                store.remove(item);
                service.counters.deletes++;
            }
            say(item == null ? NOT_FOUND : "DELETED\r\n");
        }
    }

    /** {@code incr KEY NUMBER [noreply]}: 64 bits without a sign, which wrap; decr ends at 0. */
    private void add(boolean increment) {
        if (line.words() - (noReply ? 1 : 0) != 3) {
            unknown();
        } else if (!isKey(1)) {
            clientError(BAD_FORMAT);
        } else if (!line.isUnsigned(2)) {
            clientError("CLIENT_ERROR invalid numeric delta argument\r\n");
        } else {
            add(increment, line.unsigned(2));
        }
    }

    private void add(boolean increment, long delta) {
        StoredItem item = find(1);
        if (item == null) {
            say(NOT_FOUND);
        } else if (!TextLine.isUnsigned(item.value, 0, item.value.length)) {
            clientError("CLIENT_ERROR cannot increment or decrement non-numeric value\r\n");
        } else {
            long before = TextLine.unsigned(item.value, 0, item.value.length);
            long after = increment
                    ? before + delta
                    : Long.compareUnsigned(before, delta) <= 0 ? 0 : before - delta;
            byte[] value = digits(after);
            store.change(item, value);
            service.counters.arithmetic++;
            if (!noReply) {
                output.put(value, 0, value.length).ascii("\r\n");
            }
        }
    }

    private static byte[] digits(long value) {
        String text = Long.toUnsignedString(value);
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        return bytes;
    }

    /** {@code touch KEY EXPTIME [noreply]}. */
    private void touch() {
        if (line.words() - (noReply ? 1 : 0) != 3) {
            unknown();
        } else if (!isKey(1)) {
            clientError(BAD_FORMAT);
        } else if (!line.isSigned(2)) {
            clientError("CLIENT_ERROR invalid exptime argument\r\n");
        } else {
            StoredItem item = find(1);
            if (item != null) {
                item.expiresAt = store.expiry(line.signed(2));
                service.counters.touches++;
            }
            say(item == null ? NOT_FOUND : "TOUCHED\r\n");
        }
    }

    /** {@code flush_all [DELAY] [noreply]}. */
    private void flushAll() {
        int words = line.words() - (noReply ? 1 : 0);
        if (words > 2) {
            unknown();
        } else if (words == 2 && !line.isSigned(1)) {
            clientError("CLIENT_ERROR invalid exptime argument\r\n");
        } else {
            store.flush(words == 2 ? line.signed(1) : 0);
            say(OK);
        }
    }

    /** {@code verbosity LEVEL [noreply]}: taken, and without an effect. Silent if the level is missing, too. */
    private void verbosity() {
        if (line.words() == 1 || line.words() > 3) {
            unknown();
        } else if (noReply || line.isUnsigned(1)) {
            say(OK);
        } else {
            clientError(BAD_FORMAT);
        }
    }

    private void statistics() {
        if (line.words() > 1) {
            unknown(); // there are no others than the general ones
        } else {
            MemcachedCounters counters = service.counters;
            statistic("uptime", store.nowSeconds() - service.beganSeconds);
            statistic("time", store.nowSeconds());
            output.ascii("STAT version 1.6.0-creel\r\n");
            statistic("curr_items", store.items());
            statistic("total_items", store.stored());
            statistic("bytes", store.bytes());
            statistic("limit_maxbytes", store.quotaBytes());
            statistic("evictions", store.evicted());
            statistic("cmd_get", counters.gets);
            statistic("cmd_set", counters.sets);
            statistic("get_hits", counters.hits);
            statistic("get_misses", counters.gets - counters.hits);
            output.ascii("END\r\n");
        }
    }

    private void statistic(String name, long value) {
        output.ascii("STAT ").ascii(name).put(' ').decimal(value).ascii("\r\n");
    }
}
