package io.creel.cli.top;

import io.creel.cli.attach.AttachRefusedException;
import io.creel.cli.attach.OtherJvm;
import io.creel.cli.attach.ViewLink;
import java.io.IOException;
import java.nio.file.Path;

/** Another JVM on this machine. */
final class OtherSource implements ViewSource {
    private final OtherJvm jvm;
    private final ViewLink link;

    /** Attaches to a process. */
    OtherSource(long pid) throws AttachRefusedException {
        jvm = OtherJvm.attach(pid);
        try {
            link = jvm.open();
        } catch (AttachRefusedException refused) {
            jvm.close();
            throw refused;
        }
    }

    @Override
    public long pid() {
        return link.pid();
    }

    @Override
    public String view() throws IOException {
        return link.ask("view");
    }

    @Override
    public String dump() throws IOException {
        return link.ask("dump");
    }

    @Override
    public String order(String verb, String argument) throws IOException {
        return link.ask("order " + verb + " " + argument);
    }

    @Override
    public void share(Path file) throws IOException {
        jvm.giveToUser(file);
    }

    @Override
    public void close() {
        link.close();
        jvm.close();
    }
}
