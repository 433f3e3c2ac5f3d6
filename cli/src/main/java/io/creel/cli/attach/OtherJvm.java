package io.creel.cli.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import io.creel.core.diagnostics.CoroutineDump;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * An attached JVM on this machine that runs Creel. Data passes through files, not the network, so the JVM may be in
 * another network namespace. It must see the same files: for a JVM in a container, run the command in the container.
 */
public final class OtherJvm implements AutoCloseable {
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
     * @throws AttachRefusedException
     *             if there is no such JVM, if it may not be inspected, or if it has not run Creel
     */
    public static OtherJvm attach(long pid) throws AttachRefusedException {
        ProcessHandle process = ProcessHandle.of(pid)
                .orElseThrow(() -> new AttachRefusedException("there is no process " + pid + "."));
        OtherJvm jvm = new OtherJvm(process, machine(process));
        try {
            if (!jvm.runsCreel()) {
                throw new AttachRefusedException("Creel has not run in process " + pid + ".");
            }
        } catch (AttachRefusedException refused) {
            jvm.close();
            throw refused;
        }
        return jvm;
    }

    /**
     * Attaches only to processes listed as JVMs: the JDK's mechanism sends a signal that ends or stops other programs.
     */
    private static VirtualMachine machine(ProcessHandle process) throws AttachRefusedException {
        String pid = Long.toString(process.pid());
        String user = process.info().user().orElse("");
        if (VirtualMachine.list().stream().noneMatch(each -> each.id().equals(pid))) {
            throw new AttachRefusedException(isOthers(user, OWN_USER)
                    ? "process " + pid + " belongs to " + user + ": run this as " + user + "."
                    : "process " + pid + " is not a JVM, or refuses to be attached to (-XX:+DisableAttachMechanism or"
                            + " -XX:-UsePerfData).");
        }
        try {
            return VirtualMachine.attach(pid);
        } catch (IOException | AttachNotSupportedException refused) {
            throw new AttachRefusedException("process " + pid + " cannot be inspected"
                    + (isOthers(user, OWN_USER) ? ", it belongs to " + user : "") + ": " + refused.getMessage());
        }
    }

    private static boolean isOthers(String user, String own) {
        return !user.isEmpty() && !user.equals(own);
    }

    private boolean runsCreel() throws AttachRefusedException {
        try {
            Properties properties = machine.getSystemProperties();
            return properties.getProperty(CoroutineDump.ANNOUNCEMENT) != null;
        } catch (IOException gone) {
            throw gone(gone);
        }
    }

    /** {@return the JVMs on this machine that run Creel and that this user may inspect} */
    public static List<VirtualMachineDescriptor> running() {
        return VirtualMachine.list().stream().filter(OtherJvm::runsCreel).toList();
    }

    private static boolean runsCreel(VirtualMachineDescriptor jvm) {
        try {
            attach(Long.parseLong(jvm.id())).close();
            return true;
        } catch (AttachRefusedException notThisOne) {
            return false;
        }
    }

    /**
     * Takes a dump in the other JVM.
     *
     * @param json
     *            as JSON instead of text
     * @return the dump
     * @throws AttachRefusedException
     *             if it refuses
     */
    public String dump(boolean json) throws AttachRefusedException {
        try (AgentExchange exchange = new AgentExchange(DumpAgent.class, otherUser())) {
            Path file = exchange.answerFile();
            load(exchange, (json ? DumpAgent.JSON : DumpAgent.TEXT) + " " + file);
            String[] answer = Files.readString(file).split("\n", 2);
            if (answer[0].equals(DumpAgent.REFUSED)) {
                throw new AttachRefusedException("process " + pid + " refuses: " + answer[1]);
            }
            return answer[1];
        } catch (IOException gone) {
            throw gone(gone);
        }
    }

    /**
     * Opens a connection over which the other JVM answers questions, see {@link ViewAgent}. No file is left when this
     * returns.
     *
     * @return the connection; the caller closes it
     * @throws AttachRefusedException
     *             if it refuses
     */
    public ViewLink open() throws AttachRefusedException {
        try (AgentExchange exchange = new AgentExchange(ViewAgent.class, otherUser());
                ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(exchange.answerPlace()));
            exchange.giveToUser(exchange.answerPlace());
            load(exchange, exchange.answerPlace().toString());
            return new ViewLink(pid, server.accept()); // the agent has connected while it was loaded
        } catch (IOException gone) {
            throw gone(gone);
        }
    }

    private String otherUser() {
        return isOthers(user, OWN_USER) ? user : "";
    }

    /** Gives a file to the user of the other JVM, so that it can write there. */
    public void giveToUser(Path file) throws IOException {
        if (!otherUser().isEmpty()) {
            Files.setOwner(file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
        }
    }

    private void load(AgentExchange exchange, String order) throws AttachRefusedException, IOException {
        try {
            machine.loadAgent(exchange.agent(), order);
        } catch (AgentLoadException | AgentInitializationException unexpected) {
            throw new AttachRefusedException(
                    "process " + pid + " does not load the agent: " + unexpected.getMessage() + ". It must see"
                            + " the same files as this command, hold the module java.instrument, and not run with"
                            + " -XX:-EnableDynamicAgentLoading.");
        }
    }

    private AttachRefusedException gone(IOException cause) {
        return new AttachRefusedException("process " + pid + " does not answer: " + cause.getMessage());
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
