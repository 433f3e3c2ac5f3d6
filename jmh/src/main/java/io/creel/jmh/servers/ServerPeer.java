package io.creel.jmh.servers;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Scanner;

/**
 * Serves until it is killed, or until its input ends. JMH cannot measure this: the load is in another process. Each
 * line of its input is a question, which it answers by one line.
 */
public final class ServerPeer {
    /** Printed when it serves. */
    public static final String READY = "ready";
    /** The question for the number of bytes that the serving thread has allocated, or all threads if several serve. */
    public static final String ALLOCATED = "allocated";
    /** The question for the milliseconds that the compilers have worked. */
    public static final String COMPILED_MS = "compiled";
    /** The question for the nanoseconds of processor time that all threads have had, ended ones included. */
    public static final String PROCESSOR_NS = "processor";
    /** The question for the number of requests that were answered. */
    public static final String REQUESTS = "requests";
    /** The question for what else was counted. */
    public static final String COUNTED = "counted";

    private ServerPeer() {
    }

    /** Takes the peer's name, and for those without the kernel's stack the word of its NIC. */
    public static void main(String[] arguments) throws Exception {
        Served served = switch (arguments[0]) {
            case "creel" -> CreelServer.open(arguments[1]);
            case "frames" -> FrameEcho.open(arguments[1]);
            case "frameSource" -> FrameSource.open(arguments[1]);
            case "netty" -> NettyServer.open(NettyMessages.inEventLoop());
            case "nettyPerClass" -> NettyServer.open(NettyMessages.perClass());
            case "virtualThreads" -> JdkServer.open();
            default -> throw new IllegalArgumentException("unknown peer: peer=" + arguments[0]);
        };
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var compilers = ManagementFactory.getCompilationMXBean();
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        System.out.println(READY);
        var questions = new Scanner(System.in);
        while (questions.hasNextLine()) {
            String question = questions.nextLine();
            System.out.println(switch (question) {
                case ALLOCATED -> Long.toString(served.servingThread() == 0
                        ? threads.getTotalThreadAllocatedBytes()
                        : threads.getThreadAllocatedBytes(served.servingThread()));
                case COMPILED_MS -> Long.toString(compilers.getTotalCompilationTime());
                case PROCESSOR_NS -> Long.toString(system.getProcessCpuTime());
                case REQUESTS -> Long.toString(served.requests());
                case COUNTED -> served.counted();
                default -> throw new IllegalArgumentException("unknown question: question=" + question);
            });
        }
        System.exit(0);
    }
}
