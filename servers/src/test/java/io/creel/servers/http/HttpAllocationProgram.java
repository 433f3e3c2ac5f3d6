package io.creel.servers.http;

import static io.creel.servers.http.HttpRig.wire;

import com.sun.management.ThreadMXBean;
import io.creel.ip.stream.TcpSocket;
import io.creel.servers.ServersRig;
import java.lang.management.ManagementFactory;

/**
 * Prints how many bytes a request and its answer allocate once all is warm, on both sides of the connection. In a JVM
 * of its own, because the checks that tests run with allocate at each suspension.
 */
public final class HttpAllocationProgram {
    private static final int WARM_UP = 40_000;
    private static final int MEASURED = 20_000;

    private int answered;

    private HttpAllocationProgram() {
    }

    public static void main(String[] words) {
        new HttpAllocationProgram().print("get", new TrialSite(), "GET / HTTP/1.1\nHost: a\nAccept: */*\n\n", 1);
        new HttpAllocationProgram().print("pipelined", new TrialSite(), "GET / HTTP/1.1\nHost: a\n\n", 20);
        new HttpAllocationProgram().print("chunks", exchange -> {
            byte[] buffer = exchange.buffer();
            int came = 0;
            while (came >= 0) {
                came = exchange.read(buffer, 0, buffer.length);
            }
            exchange.status(200).header("a", "b").length(0);
        }, "PUT / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3;x\nabc\n0\n\n", 1);
        new HttpAllocationProgram().print("canary", exchange -> exchange.respond(200, "text/plain",
                new byte[320]), "GET / HTTP/1.1\nHost: a\n\n", 1);
    }

    private void print(String name, HttpHandler handler, String text, int pipelined) {
        try (var rig = new HttpRig(handler)) {
            byte[] request = wire(text).repeat(pipelined).getBytes();
            int answerBytes = rig.rig.ask(80, wire(text)).length() * pipelined;
            ask(rig, WARM_UP / pipelined, request, answerBytes);
            long few = measure(() -> ask(rig, MEASURED / pipelined, request, answerBytes));
            long many = measure(() -> ask(rig, 2 * MEASURED / pipelined, request, answerBytes));
            if (answered != (WARM_UP + 3 * MEASURED) / pipelined) {
                throw new AssertionError("answers are missing: name=" + name + ", answered=" + answered);
            }
            System.out.println(name + "=" + (many - few) / MEASURED);
        }
    }

    /** Asks again and again, with the same arrays. */
    private void ask(HttpRig rig, int rounds, byte[] request, int answerBytes) {
        rig.rig.start(() -> {
            TcpSocket socket = rig.rig.client.tcp().connect(ServersRig.SERVER, 80, ServersRig.SECOND);
            byte[] answer = new byte[answerBytes];
            for (int i = 0; i < rounds; i++) {
                socket.write(request, 0, request.length);
                for (int came = 0; came < answer.length;) {
                    came += socket.read(answer, came, answer.length - came);
                }
                answered++;
            }
            socket.close();
        });
        rig.rig.pass(2 * ServersRig.MS);
    }

    private static long measure(Runnable work) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
