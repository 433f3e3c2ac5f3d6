package io.creel.agent.check;

import io.creel.agent.check.programs.PacketPath;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * Prints what the run-time checks cost per packet: the same program as it is and woven, in turn in one JVM, medians of
 * paired rounds. Run under the agent, so that packets and coroutines have a field for their facts:
 *
 * <pre>
 * agent/src/test/sh/packet-cost
 * </pre>
 */
public final class PacketCost {
    private static final int PACKETS = 50_000;

    /** Processor time: other programs do not count. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private PacketCost() {
    }

    /** One form of the program. */
    private record Form(Object path, MethodHandle run) {
        static Form of(ClassLoader loader) throws ReflectiveOperationException {
            Class<?> type = Class.forName(PacketPath.class.getName(), true, loader);
            return new Form(type.getConstructor().newInstance(), MethodHandles.publicLookup().findVirtual(type, "run",
                    MethodType.methodType(int.class, int.class)));
        }

        double nsPerPacket() throws Throwable {
            long began = THREADS.getCurrentThreadCpuTime();
            int handled = (int) run.invoke(path, PACKETS);
            return (double) (THREADS.getCurrentThreadCpuTime() - began) / handled;
        }
    }

    /** Measures. */
    public static void main(String[] args) throws Throwable {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 61;
        String name = PacketPath.class.getName();
        Form off = Form.of(new WovenLoader(each -> each.startsWith(name), CheckLevel.OFF));
        Form on = Form.of(new WovenLoader(each -> each.startsWith(name), CheckLevel.ON));
        for (int i = 0; i < 20; i++) {
            off.nsPerPacket();
            on.nsPerPacket();
        }
        double[] plain = new double[rounds];
        double[] woven = new double[rounds];
        double[] ratio = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            plain[i] = off.nsPerPacket();
            woven[i] = on.nsPerPacket();
            ratio[i] = woven[i] / plain[i];
        }
        System.out.printf("packet path: off=%.0f ns, on=%.0f ns, on/off=%.3f (quartiles %.3f to %.3f), rounds=%d%n",
                median(plain), median(woven), median(ratio), quantile(ratio, 0.25), quantile(ratio, 0.75), rounds);
    }

    private static double median(double[] values) {
        return quantile(values, 0.5);
    }

    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) (share * (sorted.length - 1))];
    }
}
