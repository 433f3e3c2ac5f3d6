package io.creel.servers.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, section 14. */
class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({"bytes=0-0, 0, 0", "bytes=0-, 0, 99", "bytes=99-, 99, 99", "bytes=5-7, 5, 7", "bytes=5-1000, 5, 99",
            "bytes=-1, 99, 99", "bytes=-100, 0, 99", "bytes=-1000, 0, 99", "Bytes=1-2, 1, 2", "bytes= 1-2, 1, 2"})
    void shouldReadARange(String field, long first, long last) {
        assertEquals(new ByteRange(first, last), ByteRange.of(field, 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-100", "bytes=-0", "bytes=999999999999999999-"})
    void shouldSayThatNoByteIsInTheRange(String field) {
        assertSame(ByteRange.UNSATISFIABLE, ByteRange.of(field, 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=", "bytes=-", "bytes=a-b", "bytes=1", "bytes=2-1", "bytes=0-0,2-2", "items=0-1",
            "bytes 0-1", "bytes=+1-2", "bytes=1--2", "bytes=9999999999999999999-", "bytes=0-9999999999999999999", ""})
    void shouldIgnoreWhatIsNoRange(String field) {
        assertNull(ByteRange.of(field, 100));
    }

    @Test
    void shouldSayThatNothingIsInAnEmptyRepresentation() {
        assertSame(ByteRange.UNSATISFIABLE, ByteRange.of("bytes=0-", 0));
        assertSame(ByteRange.UNSATISFIABLE, ByteRange.of("bytes=-5", 0));
    }
}
