package io.creel.cli.tools;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Runs one TCP connection of the kernel, in a process of its own: {@code serve PORT} or {@code send ADDRESS PORT
 * BYTES}.
 */
final class TcpTransfer {
    private TcpTransfer() {
    }

    public static void main(String[] words) throws IOException {
        if (words[0].equals("serve")) {
            serve(Integer.parseInt(words[1]));
        } else {
            send(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
        }
    }

    private static void serve(int port) throws IOException {
        try (var server = new ServerSocket(port)) {
            System.err.println("Ctrl-C ends it");
            try (Socket socket = server.accept()) {
                long bytes = 0;
                var buffer = new byte[1 << 16];
                for (int count = socket.getInputStream().read(buffer); count >= 0; count = socket.getInputStream()
                        .read(buffer)) {
                    bytes += count;
                }
                System.out.println("received " + bytes);
            }
        }
    }

    private static void send(String address, int port, int bytes) throws IOException {
        try (var socket = new Socket(InetAddress.getByName(address), port)) {
            socket.getOutputStream().write(new byte[bytes]);
        }
    }
}
