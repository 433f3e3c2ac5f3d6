/** Packets with one owner, the NICs that they come from and go to, and views of their headers. */
module io.creel.net {
    requires static org.jspecify;
    requires transitive io.creel.core;
    requires org.jctools.core.jdk11;
    requires jdk.jfr;

    exports io.creel.net;
    exports io.creel.net.afpacket;
    exports io.creel.net.driver;
    exports io.creel.net.memory;
    exports io.creel.net.pcap;
    exports io.creel.net.tap;
    exports io.creel.net.vswitch;
    exports io.creel.net.wire;
    exports io.creel.net.wrap;
    exports io.creel.net.xdp;

    uses io.creel.net.driver.NicDriver;

    provides io.creel.core.diagnostics.LiveViewPart with
        io.creel.net.driver.NicsView;

    provides io.creel.net.driver.NicDriver with
        io.creel.net.memory.MemoryDriver,
        io.creel.net.vswitch.SwitchDriver,
        io.creel.net.pcap.ReplayDriver,
        io.creel.net.afpacket.AfPacketDriver,
        io.creel.net.tap.TapDriver,
        io.creel.net.xdp.XdpDriver;
}
