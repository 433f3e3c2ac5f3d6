package io.creel.cli.dump;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * The files that two JVMs exchange for one dump: a jar with the {@link DumpAgent} and the file for its answer. Both are
 * in a folder of a random name that only this process's user can write to. The answer's file belongs to the other
 * process's user.
 */
final class DumpExchange implements AutoCloseable {
    private final Path folder;
    private final Path agent;
    private final Path answer;

    /**
     * Creates the files.
     *
     * @param user
     *            the name of the user of the other process; empty if it is this process's
     */
    DumpExchange(String user) throws IOException {
        folder = Files.createTempDirectory("creel-dump");
        agent = folder.resolve("agent.jar");
        answer = folder.resolve("answer");
        try {
            writeAgent();
            Files.createFile(answer,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (!user.isEmpty()) {
                shareWith(FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void writeAgent() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", DumpAgent.class.getName());
        String file = DumpAgent.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(agent), manifest);
                InputStream code = DumpAgent.class.getResourceAsStream("/" + file)) {
            jar.putNextEntry(new ZipEntry(file));
            code.transferTo(jar);
        }
    }

    private void shareWith(UserPrincipal other) throws IOException {
        Files.setOwner(answer, other);
        Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }

    String agent() {
        return agent.toString();
    }

    /** Returns the agent's argument. */
    String order(boolean json) {
        return (json ? DumpAgent.JSON : DumpAgent.TEXT) + " " + answer;
    }

    /** Returns the agent's answer. */
    String answer() throws IOException {
        return Files.readString(answer);
    }

    /** Removes the files. The other JVM keeps the loaded agent. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(agent);
        Files.deleteIfExists(answer);
        Files.deleteIfExists(folder);
    }
}
