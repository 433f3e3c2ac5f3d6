package io.creel.cli.attach;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * The files that two JVMs exchange: a jar with an agent, and a file or socket for its answers. Both are in a folder
 * of a random name that only this process's user can write to. The answers' file belongs to the other process's user.
 */
final class AgentExchange implements AutoCloseable {
    private final Path folder;
    private final Path agent;
    private final Path answer;
    private final String user;

    /**
     * Creates the folder and the jar.
     *
     * @param agentClass
     *            the one class of the jar
     * @param user
     *            the name of the user of the other process; empty if it is this process's
     */
    AgentExchange(Class<?> agentClass, String user) throws IOException {
        this.user = user;
        folder = Files.createTempDirectory("creel-attach");
        agent = folder.resolve("agent.jar");
        answer = folder.resolve("answer");
        try {
            writeAgent(agentClass);
            if (!user.isEmpty()) {
                Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rw-r--r--"));
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void writeAgent(Class<?> agentClass) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", agentClass.getName());
        String file = agentClass.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(agent), manifest);
                InputStream code = agentClass.getResourceAsStream("/" + file)) {
            jar.putNextEntry(new ZipEntry(file));
            code.transferTo(jar);
        }
    }

    /** Creates the empty file for an answer. */
    Path answerFile() throws IOException {
        Files.createFile(answer, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        giveToUser(answer);
        return answer;
    }

    /** Returns the place of the answers; nothing is there yet. */
    Path answerPlace() {
        return answer;
    }

    /** Gives a file to the user of the other process. */
    void giveToUser(Path file) throws IOException {
        if (!user.isEmpty()) {
            Files.setOwner(file,
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user));
        }
    }

    String agent() {
        return agent.toString();
    }

    /** Removes the files. The other JVM keeps the loaded agent. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(agent);
        Files.deleteIfExists(answer);
        Files.deleteIfExists(folder);
    }
}
