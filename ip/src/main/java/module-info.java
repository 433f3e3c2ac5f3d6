/** The lean path: Ethernet, ARP, IP, ICMP, UDP and TCP as annotated steps in coroutines. */
module io.creel.ip {
    requires transitive io.creel.core;
    requires transitive io.creel.net;
    requires io.creel.queues;

    exports io.creel.ip;
    exports io.creel.ip.tcp;
}
