package io.creel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Prints the version of Creel, set by the build, and of the running JDK. */
public final class CreelVersion implements IVersionProvider {
    private static final String RESOURCE = "creel.properties";

    /** Made by the command line. */
    public CreelVersion() {
    }

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream resource = CreelVersion.class.getResourceAsStream(RESOURCE)) {
            properties.load(resource);
        }
        return new String[]{"creel " + properties.getProperty("version") + " (JDK " + Runtime.version() + ", "
                + System.getProperty("java.vendor") + ")"};
    }
}
