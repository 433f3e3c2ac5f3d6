package io.creel.net;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Lost packets, for the JDK's flight recorder. Off unless a recording enables it by name; while it is off, it allocates
 * nothing.
 */
@Name("io.creel.Drop")
@Label("Drop")
@Description("A NIC has lost packets. Losses that the operating system counts have no event.")
@Category("Creel")
@Enabled(false)
@StackTrace(false)
final class DropEvent extends Event {
    // Asked before an event is made: once a recording has changed the class, the compiler keeps the allocation.
    private static final DropEvent PROBE = new DropEvent();

    @Label("NIC")
    @Nullable
    String nic;
    @Label("Reason")
    @Nullable
    String reason;
    @Label("Packets")
    long packets;

    private DropEvent() {
    }

    static void record(String nic, NicCounter reason, long packets) {
        if (PROBE.isEnabled()) {
            DropEvent event = new DropEvent();
            event.nic = nic;
            event.reason = reason.name();
            event.packets = packets;
            event.commit();
        }
    }
}
