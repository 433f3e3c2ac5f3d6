package io.creel.servers.http;

import io.creel.core.spec.Suspends;
import org.jspecify.annotations.Nullable;

/** Bytes of a known number that a server offers, as a whole or a range of them (RFC 9110, section 14). */
public interface HttpContent {
    /** {@return how many bytes there are} */
    long sizeBytes();

    /** {@return the value of Content-Type} */
    String contentType();

    /** {@return a strong entity tag with its quotes: other bytes have another one (RFC 9110, section 8.8.3)} */
    String entityTag();

    /**
     * Sends some of the bytes by {@link HttpExchange#write}.
     *
     * @param exchange
     *            has begun its answer
     * @param first
     *            the first byte, at least 0
     * @param bytes
     *            how many, at least 1
     */
    @Suspends
    void send(HttpExchange exchange, long first, long bytes);

    /**
     * Answers a GET or HEAD with these bytes, or with the range that it asks for; any other method is refused by 405.
     *
     * @param exchange
     *            not answered yet
     */
    @Suspends
    default void answer(HttpExchange exchange) {
        HttpMethod method = exchange.method();
        if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
            exchange.status(405).header("Allow", "GET, HEAD").length(0);
            return;
        }
        if (isKnown(exchange.field("if-none-match"))) {
            exchange.status(304).header("ETag", entityTag()).noBody();
            return;
        }
        ByteRange range = method == HttpMethod.GET ? range(exchange) : null; // RFC 9110, section 14.2
        if (range == ByteRange.UNSATISFIABLE) {
            exchange.status(416).header("Content-Range", "bytes */" + sizeBytes()).length(0);
            return;
        }
        long first = range == null ? 0 : range.first();
        long bytes = range == null ? sizeBytes() : range.bytes();
        exchange.status(range == null ? 200 : 206).header("Content-Type", contentType())
                .header("Accept-Ranges", "bytes").header("ETag", entityTag());
        if (range != null) {
            exchange.header("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + sizeBytes());
        }
        exchange.length(bytes);
        if (bytes > 0 && method == HttpMethod.GET) {
            send(exchange, first, bytes);
        }
    }

    /** Compares weakly (RFC 9110, section 13.1.2). */
    private boolean isKnown(@Nullable String tags) {
        if (tags == null) {
            return false;
        }
        for (String each : tags.split(",", -1)) {
            String tag = each.strip();
            if (tag.equals("*") || tag.equals(entityTag()) || tag.equals("W/" + entityTag())) {
                return true;
            }
        }
        return false;
    }

    private @Nullable ByteRange range(HttpExchange exchange) {
        String asked = exchange.field("range");
        if (asked == null) {
            return null;
        }
        String unchanged = exchange.field("if-range"); // RFC 9110, section 13.1.5: a date never matches a strong tag
        return unchanged != null && !unchanged.equals(entityTag()) ? null : ByteRange.of(asked, sizeBytes());
    }
}
