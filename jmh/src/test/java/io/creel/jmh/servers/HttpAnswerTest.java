package io.creel.jmh.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class HttpAnswerTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nDate: Mon, 30 Nov 2026 21:00:00 GMT\r\n"
            + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nab";

    @Test
    void shouldTakeAnswersForEqualWhenOnlyOrderCaseAndTimeDiffer() {
        String other = "HTTP/1.1 200 OK\r\nContent-length: 2\r\nContent-type: text/plain\r\n"
                + "date: Tue, 01 Dec 2026 00:00:01 GMT\r\n\r\nab";
        assertEquals(HttpAnswer.canonical(ANSWER), HttpAnswer.canonical(other));
    }

    @Test
    void shouldTellAnswersApartWhenABodyOrAFieldDiffers() {
        String canonical = HttpAnswer.canonical(ANSWER);
        assertNotEquals(canonical, HttpAnswer.canonical(ANSWER.replace("\r\nab", "\r\nac")));
        assertNotEquals(canonical, HttpAnswer.canonical(ANSWER.replace("text/plain", "text/html.")));
        assertNotEquals(canonical, HttpAnswer.canonical(ANSWER.replace("200 OK", "200 Ok")));
        assertNotEquals(canonical, HttpAnswer.canonical(ANSWER.replace("Date", "Server: x\r\nDate")));
    }
}
