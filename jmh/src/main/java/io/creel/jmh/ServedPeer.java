package io.creel.jmh;

import io.creel.jmh.nic.EchoLoad;
import io.creel.jmh.servers.ServerPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, on the servers' core. */
final class ServedPeer implements AutoCloseable {
    /** The echo of raw frames. */
    static final String FRAMES = "frames";
    /** The source of raw frames. */
    static final String FRAME_SOURCE = "frameSource";
    private static final List<String> OPTIONS = List.of("-Xms512m", "-Xmx512m",
            "-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1",
            "-Dsun.net.httpserver.nodelay=true");

    final String name;
    final ServerPlace place;
    private final Process process;
    private final BufferedReader said;

    private ServedPeer(String name, ServerPlace place, Process process) {
        this.name = name;
        this.place = place;
        this.process = process;
        said = process.inputReader();
    }

    /** Starts a server on a link of its own; see {@link ServerPeer} for the names. */
    static ServedPeer start(String peer, Settings settings) throws Exception {
        return start(peer, ServerLink.open(isOfKernel(peer), isBusyPolled(peer)), settings);
    }

    /** Starts a server at a place, which is closed with it. */
    static ServedPeer start(String peer, ServerPlace place, Settings settings) throws Exception {
        ServedPeer served = null;
        boolean serving = false;
        try {
            List<String> arguments = new ArrayList<>(
                    List.of(ServerPeer.class.getName(), peer.startsWith("creel") ? "creel" : peer));
            if (!isOfKernel(peer)) {
                arguments.add("afxdp:nic0," + (isBusyPolled(peer) ? "busy-poll=1" : "generic"));
            }
            List<String> words = place.server(Programs.java(OPTIONS, arguments.toArray(String[]::new)));
            settings.log().println(String.join(" ", words));
            served = new ServedPeer(peer, place, new ProcessBuilder(words).redirectErrorStream(true).start());
            served.awaitReady();
            serving = true;
            return served;
        } finally {
            if (!serving) {
                if (served == null) {
                    place.close();
                } else {
                    served.close();
                }
            }
        }
    }

    private static boolean isOfKernel(String peer) {
        return !peer.startsWith("creel") && !peer.equals(FRAMES) && !peer.equals(FRAME_SOURCE);
    }

    private static boolean isBusyPolled(String peer) {
        return !isOfKernel(peer) && !peer.equals("creelInterrupts");
    }

    private void awaitReady() throws IOException {
        var text = new StringBuilder();
        for (String line = said.readLine(); !ServerPeer.READY.equals(line); line = said.readLine()) {
            if (line == null) {
                throw new IOException("the server does not start: peer=" + name + ", output=" + text);
            }
            text.append(line).append('\n');
        }
    }

    /** Asks the server; it answers by one line. */
    String ask(String question) throws IOException {
        var out = process.outputWriter();
        out.write(question);
        out.newLine();
        out.flush();
        String answer = said.readLine();
        if (answer == null) {
            throw new IOException("the server has ended: peer=" + name);
        }
        return answer;
    }

    long askNumber(String question) throws IOException {
        return Long.parseLong(ask(question));
    }

    CoreTime coreTime() throws IOException {
        return CoreTime.now(ServerLink.SERVER_CORE, askNumber(ServerPeer.PROCESSOR_NS));
    }

    /** Runs a program at the other end of the link, and returns what it prints. */
    String client(Settings settings, List<String> words) throws Exception {
        return Programs.execute(settings, place.client(words));
    }

    /**
     * Runs a program at the other end of the link that says when its measurement begins.
     *
     * @param begin
     *            done when it says so
     * @return what it prints after that
     */
    String client(Settings settings, List<String> words, Begin begin) throws Exception {
        List<String> all = place.client(words);
        settings.log().println(String.join(" ", all));
        Process client = new ProcessBuilder(all).redirectErrorStream(true).start();
        var before = new StringBuilder();
        var after = new StringBuilder();
        boolean begun = false;
        try (BufferedReader lines = client.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                (begun ? after : before).append(line).append('\n');
                if (!begun && line.equals(EchoLoad.BEGIN)) {
                    begun = true;
                    begin.now();
                }
            }
        } finally {
            client.destroyForcibly();
        }
        settings.log().println(before.toString() + after);
        if (client.waitFor() != 0 || !begun) {
            throw new IOException("the client failed: peer=" + name + ", output=" + before + after);
        }
        return after.toString().strip();
    }

    @Override
    public void close() throws IOException {
        try {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException("interrupted: peer=" + name, e);
        } finally {
            place.close();
        }
    }
}
