package io.creel.examples.dump;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.creel.core.CoroutineDumpBean;
import java.io.IOException;
import java.util.Properties;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.RuntimeMBeanException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * A JVM of this machine that runs Creel, attached to. The connection is JMX over the loopback interface, so the JVM must be in
 * the same network namespace: for one in a container, run the command in the container.
 */
final class OtherJvm implements AutoCloseable {
    private final long pid;
    private final VirtualMachine machine;

    private OtherJvm(long pid, VirtualMachine machine) {
        this.pid = pid;
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
        OtherJvm jvm = new OtherJvm(pid, machine(process));
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
        String own = ProcessHandle.current().info().user().orElse("");
        if (VirtualMachine.list().stream().noneMatch(each -> each.id().equals(pid))) {
            throw new DumpRefusedException(isOthers(user, own)
                    ? "process " + pid + " belongs to " + user + ": run this as " + user + "."
                    : "process " + pid + " is no JVM, or one that lets nobody look in (-XX:+DisableAttachMechanism or"
                            + " -XX:-UsePerfData).");
        }
        try {
            return VirtualMachine.attach(pid);
        } catch (IOException | AttachNotSupportedException refused) {
            throw new DumpRefusedException("process " + pid + " does not let itself be looked into"
                    + (isOthers(user, own) ? ", it belongs to " + user : "") + ": " + refused.getMessage());
        }
    }

    private static boolean isOthers(String user, String own) {
        return !user.isEmpty() && !user.equals(own);
    }

    private boolean runsCreel() throws DumpRefusedException {
        try {
            Properties properties = machine.getSystemProperties();
            return properties.getProperty(CoroutineDumpBean.ANNOUNCEMENT) != null;
        } catch (IOException gone) {
            throw gone(gone);
        }
    }

    /** Takes a dump there. */
    String dump(boolean json) throws DumpRefusedException {
        try (JMXConnector connector = JMXConnectorFactory
                .connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            ObjectName bean = new ObjectName(CoroutineDumpBean.NAME);
            makeBean(server, bean);
            return (String) server.invoke(bean, json ? "json" : "text", null, null);
        } catch (RuntimeMBeanException refused) {
            throw new DumpRefusedException("process " + pid + " refuses: " + refused.getCause().getMessage());
        } catch (IOException gone) {
            throw gone(gone);
        } catch (JMException unexpected) {
            throw new DumpRefusedException("process " + pid + " cannot be asked: " + unexpected);
        }
    }

    private void makeBean(MBeanServerConnection server, ObjectName bean)
            throws JMException, IOException, DumpRefusedException {
        try {
            if (!server.isRegistered(bean)) {
                server.createMBean(CoroutineDumpBean.class.getName(), bean);
            }
        } catch (InstanceAlreadyExistsException another) {
            return; // somebody else looks just now
        } catch (ReflectionException notFound) {
            throw new DumpRefusedException("process " + pid + " has Creel in a class loader of its own: let the program"
                    + " register a CoroutineDumpBean as " + CoroutineDumpBean.NAME + ".");
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
