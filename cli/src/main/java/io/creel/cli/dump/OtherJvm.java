package io.creel.cli.dump;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.creel.core.diagnostics.CoroutineDump;
import java.io.IOException;
import java.util.Properties;

/**
 * A JVM of this machine that runs Creel, attached to. Everything passes through files, nothing through the network, so the JVM may
 * be in another network namespace; it must see the same files: for one in a container, run the command in the container.
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
     *             where there is none, where it may not be looked into, or where nothing of Creel has run in it
     */
    static OtherJvm attach(long pid) throws DumpRefusedException {
        ProcessHandle process = ProcessHandle.of(pid)
                .orElseThrow(() -> new DumpRefusedException("there is no process " + pid + "."));
        OtherJvm jvm = new OtherJvm(process, machine(process));
        try {
            if (!jvm.runsCreel()) {
                throw new DumpRefusedException("nothing of Creel has run in process " + pid + ".");
            }
        } catch (DumpRefusedException refused) {
            jvm.close();
            throw refused;
        }
        return jvm;
    }

    /** The JDK's mechanism sends a signal that ends or stops other programs, so only what is a JVM is attached to. */
    private static VirtualMachine machine(ProcessHandle process) throws DumpRefusedException {
        String pid = Long.toString(process.pid());
        String user = process.info().user().orElse("");
        if (VirtualMachine.list().stream().noneMatch(each -> each.id().equals(pid))) {
            throw new DumpRefusedException(isOthers(user, OWN_USER)
                    ? "process " + pid + " belongs to " + user + ": run this as " + user + "."
                    : "process " + pid + " is no JVM, or one that lets nobody look in (-XX:+DisableAttachMechanism or"
                            + " -XX:-UsePerfData).");
        }
        try {
            return VirtualMachine.attach(pid);
        } catch (IOException | AttachNotSupportedException refused) {
            throw new DumpRefusedException("process " + pid + " does not let itself be looked into"
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

    /** Takes a dump there. */
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
                    "process " + pid + " takes no agent: " + unexpected.getMessage() + ". It must see"
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
            return; // it has ended meanwhile
        }
    }
}
