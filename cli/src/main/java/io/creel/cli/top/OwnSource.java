package io.creel.cli.top;

import io.creel.core.diagnostics.CoroutineDump;
import io.creel.core.diagnostics.LiveView;
import java.nio.file.Path;

/** The program that shows itself. */
final class OwnSource implements ViewSource {
    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public String view() {
        return LiveView.toJson();
    }

    @Override
    public String dump() {
        return CoroutineDump.take().toText();
    }

    @Override
    public String order(String verb, String argument) {
        return LiveView.order(verb, argument);
    }

    @Override
    public void share(Path file) {
        // it is this process's already
    }

    @Override
    public void close() {
        // nothing was opened
    }
}
