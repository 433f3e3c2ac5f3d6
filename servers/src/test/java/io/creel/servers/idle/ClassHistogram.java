package io.creel.servers.idle;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;

/** The live objects of this JVM by class, counted by the JVM itself after a full collection. */
public final class ClassHistogram {
    private static final Pattern LINE = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    public record Entry(long instances, long bytes) {
        static final Entry NONE = new Entry(0, 0);
    }

    /** The text of the JVM, outside of the heap, so that a histogram does not count in the next one. */
    private final ByteBuffer text;

    private ClassHistogram(byte[] ascii) {
        text = ByteBuffer.allocateDirect(ascii.length).put(ascii);
    }

    public static ClassHistogram now() throws Exception {
        var server = ManagementFactory.getPlatformMBeanServer();
        var command = new ObjectName("com.sun.management:type=DiagnosticCommand");
        String text = (String) server.invoke(command, "gcClassHistogram", new Object[]{new String[0]},
                new String[]{String[].class.getName()});
        return new ClassHistogram(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Map<String, Entry> entries() {
        byte[] ascii = new byte[text.capacity()];
        text.get(0, ascii);
        Map<String, Entry> entries = new TreeMap<>();
        for (String line : new String(ascii, StandardCharsets.US_ASCII).split("\n")) {
            Matcher match = LINE.matcher(line);
            if (match.matches()) {
                entries.merge(match.group(3), new Entry(Long.parseLong(match.group(1)), Long.parseLong(match.group(2))),
                        (a, b) -> new Entry(a.instances + b.instances, a.bytes + b.bytes));
            }
        }
        return entries;
    }

    public long bytes() {
        return entries().values().stream().mapToLong(Entry::bytes).sum();
    }

    /** What has grown since another one, by class; shrunken classes are negative. */
    public Map<String, Entry> since(ClassHistogram before) {
        Map<String, Entry> grown = new TreeMap<>();
        Map<String, Entry> old = before.entries();
        entries().forEach((name, entry) -> {
            Entry was = old.getOrDefault(name, Entry.NONE);
            if (entry.bytes != was.bytes) {
                grown.put(name, new Entry(entry.instances - was.instances, entry.bytes - was.bytes));
            }
        });
        return grown;
    }
}
