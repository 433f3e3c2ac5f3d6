package io.creel.cli.tools;

import java.util.Map;

/**
 * A protocol and the port it is served at.
 *
 * @param name
 *            one of {@link #KNOWN}
 * @param port
 *            1 to 65535
 */
record ServedProtocol(String name, int port) {
    /** The names, for messages. */
    static final String KNOWN = "dns, echo, http, memcached, messages";
    private static final Map<String, Integer> PORTS = Map.of("dns", 53, "echo", 7, "http", 80, "memcached", 11_211,
            "messages", 7_000);

    /** Reads {@code NAME} or {@code NAME:PORT}; null if it is neither. */
    static ServedProtocol parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        Integer usual = PORTS.get(name);
        if (usual == null || colon >= 0 && !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            return null;
        }
        int port = colon < 0 ? usual : Integer.parseInt(text.substring(colon + 1));
        return port < 1 || port > 65_535 ? null : new ServedProtocol(name, port);
    }
}
