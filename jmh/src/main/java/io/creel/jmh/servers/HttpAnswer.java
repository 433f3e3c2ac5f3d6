package io.creel.jmh.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Asks a server as wrk does, and prints its second answer on a connection in a form in which answers of equal meaning
 * are equal: the names of fields in lower case and in order, and no date.
 */
public final class HttpAnswer {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int PATIENCE_MS = 10_000;

    private HttpAnswer() {
    }

    /** Prints one line. */
    public static void main(String[] arguments) throws IOException {
        try (Socket socket = new Socket(Site.ADDRESS, Site.HTTP_PORT)) {
            socket.setSoTimeout(PATIENCE_MS);
            String first = ask(socket);
            String second = ask(socket);
            if (!canonical(first).equals(canonical(second))) {
                throw new IOException("two answers differ: first=" + first + ", second=" + second);
            }
            System.out.println(canonical(second));
        }
    }

    private static String ask(Socket socket) throws IOException {
        socket.getOutputStream().write(("GET / HTTP/1.1\r\nHost: " + Site.ADDRESS + END_OF_HEAD)
                .getBytes(StandardCharsets.US_ASCII));
        var answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        int end = -1;
        while (end < 0 || answer.length() < end + END_OF_HEAD.length() + Site.BODY.length) {
            int came = in.read();
            if (came < 0) {
                throw new IOException("the answer ends too early: answer=" + answer);
            }
            answer.append((char) came);
            end = answer.indexOf(END_OF_HEAD);
        }
        return answer.toString();
    }

    /** Returns an answer in one line, and how many bytes it has. */
    static String canonical(String answer) {
        int end = answer.indexOf(END_OF_HEAD);
        String[] lines = answer.substring(0, end).split("\r\n");
        String fields = Arrays.stream(lines).skip(1).map(HttpAnswer::field).sorted().collect(Collectors.joining("|"));
        return answer.length() + " bytes|" + lines[0] + "|" + fields + "|"
                + answer.substring(end + END_OF_HEAD.length()).replace("\n", "\\n");
    }

    private static String field(String line) {
        int colon = line.indexOf(':');
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        return name + (name.equals("date")
                ? ": " + line.substring(colon + 1).strip().length() + " characters"
                : line.substring(colon));
    }
}
