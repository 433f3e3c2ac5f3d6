package io.creel.servers.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** The present time as a field value (RFC 9110, section 5.6.7), made once a second. One worker. */
final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter
            .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final LongSupplier epochSeconds;
    private long second = Long.MIN_VALUE;
    private byte[] text = {};

    HttpDate(LongSupplier epochSeconds) {
        this.epochSeconds = epochSeconds;
    }

    byte[] now() {
        long now = epochSeconds.getAsLong();
        if (now != second) {
            second = now;
            text = FORMAT.format(Instant.ofEpochSecond(now)).getBytes(StandardCharsets.US_ASCII);
        }
        return text;
    }
}
