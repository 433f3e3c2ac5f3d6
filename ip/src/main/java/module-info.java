/** The lean path: Ethernet, ARP, IP, ICMP, UDP and TCP as annotated steps in coroutines. */
module io.creel.ip {
    requires static org.jspecify;
    requires transitive io.creel.core;
    requires transitive io.creel.net;
    requires transitive io.creel.queues;

    exports io.creel.ip;
    exports io.creel.ip.arp;
    exports io.creel.ip.ethernet;
    exports io.creel.ip.fragment;
    exports io.creel.ip.host;
    exports io.creel.ip.icmp;
    exports io.creel.ip.ipv4;
    exports io.creel.ip.ipv6;
    exports io.creel.ip.neighbour;
    exports io.creel.ip.socket;
    exports io.creel.ip.stream;
    exports io.creel.ip.tcp;
    exports io.creel.ip.udp;
}
