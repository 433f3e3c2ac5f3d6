package io.creel.ip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.HostCounter;
import io.creel.ip.IpPrefix;
import io.creel.ip.LocalAddresses;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Addresses that a host gets while it runs. */
class AddedAddressTest {
    @Test
    void shouldAnswerAtAnAddedAddress() {
        try (var rig = new HostRig()) {
            rig.know("10.0.0.2").know("fd00::2");
            rig.send(rig.wire.icmp("10.0.0.2", "10.0.0.7", 8, 0, 1, new byte[4]));
            assertEquals(1, rig.count(HostCounter.RX_NOT_FOR_US));
            assertTrue(rig.host.addresses().add(IpPrefix.parse("10.0.0.7/32")));
            assertTrue(rig.host.addresses().add(IpPrefix.parse("10.0.0.7/32")), "twice is once");
            assertTrue(rig.host.addresses().add(IpPrefix.parse("fd00::7/128")));
            rig.wire.lines();
            rig.send(rig.wire.arp(1, Wire.PEER_MAC, "10.0.0.2", 0, "10.0.0.7"));
            rig.send(rig.wire.icmp("10.0.0.2", "10.0.0.7", 8, 0, 1, new byte[4]));
            rig.send(rig.wire.discovery(135, "fd00::2", "ff02::1:ff00:7", 0, "fd00::7", 1, Wire.PEER_MAC));
            assertEquals(List.of("arp reply 10.0.0.2 tell 10.0.0.7", "icmp 0/0 10.0.0.7 > 10.0.0.2 len=4",
                    "icmp6 136/0 fd00::7 > fd00::2 len=24"), rig.wire.lines());
        }
    }

    @Test
    void shouldBoundItsAddresses() {
        try (var rig = new HostRig()) {
            int added = 0;
            while (rig.host.addresses().add(IpPrefix.parse("10.1.0." + (added + 1) + "/32"))) {
                added++;
            }
            assertEquals(LocalAddresses.MAX_ADDRESSES - 2, added);
        }
        try (var rig = new HostRig()) {
            int added = 0;
            while (rig.host.addresses().add(IpPrefix.parse("fd00::1:" + Integer.toHexString(added + 16) + "/128"))) {
                added++;
            }
            assertTrue(added > 50, "added=" + added);
            IpPrefix surplus = IpPrefix.parse("fd00::2:1111/128");
            assertFalse(rig.host.addresses().add(surplus));
            assertFalse(rig.host.addresses().isOwn(surplus.address().high(), surplus.address().low()));
        }
    }
}
