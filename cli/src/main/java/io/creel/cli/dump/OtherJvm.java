package io.creel.cli.dump;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.creel.core.diagnostics.CoroutineDump;
import java.io.IOException;
import java.util.Properties;

/**
 * An attached JVM on this machine that runs Creel. Data passes through files, not the network, so the JVM may be in
 * another network namespace. It must see the same files: for a JVM in a container, run the command in the container.
 */
final class OtherJvm implements AutoCloseable {
    private static final String OWN_USER = ProcessHandle.current().info().user().orElse("");

    private final long pid;
    private final String user;
    private final VirtualMachine machine;

    private OtherJvm(ProcessHandle process, VirtualMachine machine) {
        this.pid = process.pid();
        this.user = process.info().user().orElse("");
        this.machine = machine;
    }

    /**
     * Attaches to a JVM.
     *
     * @throws DumpRefusedException
     *             if there is no such JVM, if it may not be inspected, or if it has not run Creel
     */
    static OtherJvm attach(long pid) throws DumpRefusedException {
        ProcessHandle process = ProcessHandle.of(pid)
                .orElseThrow(() -> new DumpRefusedException("there is no process " + pid + "."));
        OtherJvm jvm = new OtherJvm(process, machine(process));
        try {
            if (!jvm.runsCreel()) {
                throw new DumpRefusedException("Creel has not run in process " + pid + ".");
            }
        } catch (DumpRefusedException refused) {
            jvm.close();
            throw refused;
        }
        return jvm;
    }

    /**
     * Attaches only to processes listed as JVMs: the JDK's mechanism sends a signal that ends or stops other programs.
     */
    private static VirtualMachine machine(ProcessHandle process) throws DumpRefusedException {
        String pid = Long.toString(process.pid());
        String user = process.info().user().orElse("");
        if (VirtualMachine.list().stream().noneMatch(each -> each.id().equals(pid))) {
            throw new DumpRefusedException(isOthers(user, OWN_USER)
                    ? "process " + pid + " belongs to " + user + ": run this as " + user + "."
                    : "process " + pid + " is not a JVM, or refuses to be attached to (-XX:+DisableAttachMechanism or"
                            + " -XX:-UsePerfData).");
        }
        try {
            return VirtualMachine.attach(pid);
        } catch (IOException | AttachNotSupportedException refused) {
            throw new DumpRefusedException("process " + pid + " cannot be inspected"
                    + (isOthers(user, OWN_USER) ? ", it belongs to " + user : "") + ": " + refused.getMessage());
        }
    }

    private static boolean isOthers(String user, String own) {
        return !user.isEmpty() && !user.equals(own);
    }

    private boolean runsCreel() throws DumpRefusedException {
        try {
            Properties properties = machine.getSystemProperties();
            return properties.getProperty(CoroutineDump.ANNOUNCEMENT) != null;
        } catch (IOException gone) {
            throw gone(gone);
        }
    }

    /** Takes a dump in the other JVM. */
    String dump(boolean json) throws DumpRefusedException {
        try (DumpExchange exchange = new DumpExchange(isOthers(user, OWN_USER) ? user : "")) {
            machine.loadAgent(exchange.agent(), exchange.order(json));
            String[] answer = exchange.answer().split("\n", 2);
            if (answer[0].equals(DumpAgent.REFUSED)) {
                throw new DumpRefusedException("process " + pid + " refuses: " + answer[1]);
            }
            return answer[1];
        } catch (IOException gone) {
            throw gone(gone);
        } catch (AgentLoadException | AgentInitializationException unexpected) {
            throw new DumpRefusedException(
                    "process " + pid + " does not load the agent: " + unexpected.getMessage() + ". It must see"
                            + " the same files as this command, hold the module java.instrument, and not run with"
                            + " -XX:-EnableDynamicAgentLoading.");
        }
    }

    private DumpRefusedException gone(IOException cause) {
        return new DumpRefusedException("process " + pid + " does not answer: " + cause.getMessage());
    }

    @Override
    public void close() {
        try {
            machine.detach();
        } catch (IOException gone) {
            return; // the process has ended
        }
    }
}
