/** Servers over the lean path: echo, HTTP and memcached, as coroutines. */
module io.creel.servers {
    requires static org.jspecify;
    requires transitive io.creel.ip;

    exports io.creel.servers;
    exports io.creel.servers.connection;
    exports io.creel.servers.dns;
    exports io.creel.servers.echo;
    exports io.creel.servers.http;
    exports io.creel.servers.memcached;
}
