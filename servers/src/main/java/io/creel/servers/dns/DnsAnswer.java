package io.creel.servers.dns;

import io.creel.ip.IpAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Turns a query into its answer, in one array (RFC 1035, section 4; RFC 6891). One coroutine.
 *
 * <p>
 * A message that is no query, or that is too short to have an identification, gets no answer: two responders would
 * answer each other for ever.
 */
final class DnsAnswer {
    static final int MOST_BYTES = 512;
    private static final int HEADER_BYTES = 12;
    private static final int POINTER_TO_QUESTION = 0xc00c;
    private static final int TYPE_A = 1;
    private static final int TYPE_SOA = 6;
    private static final int TYPE_AAAA = 28;
    private static final int TYPE_OPT = 41;
    private static final int TYPE_ANY = 255;
    private static final int CLASS_IN = 1;
    private static final int CLASS_ANY = 255;
    private static final int FORMAT_ERROR = 1;
    private static final int NAME_ERROR = 3;
    private static final int NOT_IMPLEMENTED = 4;
    private static final int REFUSED = 5;
    private static final int BAD_VERSION = 16;
    private static final int EDNS_BYTES = 1_232;

    private final DnsZone zone;
    private final byte[] out = new byte[MOST_BYTES];
    private byte[] query = {};
    private int length;
    private int at;
    private int size;
    private int type;
    private int classOf;
    private boolean edns;
    private int ednsVersion;

    DnsAnswer(DnsZone zone) {
        this.zone = zone;
    }

    byte[] bytes() {
        return out;
    }

    /** The response code of the last answer. */
    int code() {
        return out[3] & 0xf;
    }

    /** The length of the answer; 0 for none. */
    int to(byte[] message, int bytes) {
        query = message;
        length = bytes;
        if (length < HEADER_BYTES || (query[2] & 0x80) != 0) {
            return 0;
        }
        System.arraycopy(query, 0, out, 0, 2);
        out[2] = (byte) (query[2] & 0x79 | 0x80); // the opcode and the wish for recursion are repeated
        out[3] = 0;
        for (int i = 4; i < HEADER_BYTES; i++) {
            out[i] = 0;
        }
        size = HEADER_BYTES;
        edns = false;
        if ((query[2] >> 3 & 0xf) != 0) {
            return end(NOT_IMPLEMENTED);
        }
        if (get16(4) != 1 || get16(6) != 0 || get16(8) != 0) {
            return end(FORMAT_ERROR);
        }
        String name = question();
        if (name == null || !additional()) {
            size = HEADER_BYTES;
            out[5] = 0;
            edns = false;
            return end(FORMAT_ERROR);
        }
        return edns && ednsVersion != 0 ? end(BAD_VERSION) : answer(name);
    }

    private int get16(int offset) {
        return (query[offset] & 0xff) << 8 | query[offset + 1] & 0xff;
    }

    /** Reads the question and repeats it; null if it is malformed. A question has no name to point to. */
    private @Nullable String question() {
        var name = new StringBuilder();
        at = HEADER_BYTES;
        while (at < length && query[at] != 0) {
            int label = query[at] & 0xff;
            if (label > 63 || at + 1 + label >= length || name.length() + label > 253) {
                return null;
            }
            name.append(name.isEmpty() ? "" : ".");
            for (int i = at + 1; i <= at + label; i++) {
                name.append((char) (query[i] & 0xff));
            }
            at += 1 + label;
        }
        if (at + 5 > length) {
            return null;
        }
        type = get16(at + 1);
        classOf = get16(at + 3);
        at += 5;
        System.arraycopy(query, HEADER_BYTES, out, HEADER_BYTES, at - HEADER_BYTES);
        size = at;
        out[5] = 1;
        return name.toString().toLowerCase(Locale.ROOT);
    }

    /** Looks for OPT among the additional records; false if they are malformed. */
    private boolean additional() {
        int records = get16(10);
        for (int i = 0; i < records; i++) {
            if (at + 11 > length || query[at] != 0) {
                return false; // only OPT is expected, whose name is the root
            }
            int end = at + 11 + get16(at + 9);
            if (end > length || edns || get16(at + 1) != TYPE_OPT) {
                return false;
            }
            edns = true;
            ednsVersion = query[at + 6] & 0xff;
            at = end;
        }
        return at == length;
    }

    private int answer(String name) {
        if (!zone.contains(name) || classOf != CLASS_IN && classOf != CLASS_ANY) {
            return end(REFUSED);
        }
        out[2] |= 0x04; // authoritative
        List<IpAddress> addresses = zone.find(name);
        if (addresses == null) {
            authority();
            return end(NAME_ERROR);
        }
        int answers = 0;
        for (IpAddress address : addresses) {
            boolean wanted = type == TYPE_ANY || type == (address.isIpv4() ? TYPE_A : TYPE_AAAA);
            if (wanted) {
                put(address);
                answers++;
            }
        }
        out[7] = (byte) answers;
        if (answers == 0) {
            authority(); // RFC 2308: the name is there, but not with this type
        }
        return end(0);
    }

    private void put(IpAddress address) {
        int bytes = address.isIpv4() ? 4 : 16;
        put16(POINTER_TO_QUESTION);
        put16(address.isIpv4() ? TYPE_A : TYPE_AAAA);
        put16(CLASS_IN);
        put32(zone.ttlSeconds());
        put16(bytes);
        if (bytes == 4) {
            put32(address.ipv4());
        } else {
            put32((int) (address.high() >>> 32));
            put32((int) address.high());
            put32((int) (address.low() >>> 32));
            put32((int) address.low());
        }
    }

    /** The SOA record, which says how long it may be remembered that there is nothing (RFC 2308, section 3). */
    private void authority() {
        putName(zone.domain());
        put16(TYPE_SOA);
        put16(CLASS_IN);
        put32(zone.ttlSeconds());
        int lengthAt = size;
        put16(0);
        putName(zone.domain());
        putName(zone.domain());
        put32(1);
        for (int i = 0; i < 4; i++) {
            put32(zone.ttlSeconds());
        }
        int bytes = size - lengthAt - 2;
        out[lengthAt] = (byte) (bytes >> 8);
        out[lengthAt + 1] = (byte) bytes;
        out[9] = 1;
    }

    private void putName(String name) {
        for (String label : name.split("\\.")) {
            out[size++] = (byte) label.length();
            for (int i = 0; i < label.length(); i++) {
                out[size++] = (byte) label.charAt(i);
            }
        }
        out[size++] = 0;
    }

    private void put16(int value) {
        out[size++] = (byte) (value >> 8);
        out[size++] = (byte) value;
    }

    private void put32(int value) {
        put16(value >> 16);
        put16(value);
    }

    private int end(int code) {
        out[3] = (byte) (code & 0xf);
        if (edns) { // RFC 6891, section 6.1.1: an answer to OPT has one
            out[size++] = 0;
            put16(TYPE_OPT);
            put16(EDNS_BYTES);
            put16(code >> 4 << 8);
            put16(0);
            put16(0);
            out[11] = 1;
        }
        return size;
    }
}
