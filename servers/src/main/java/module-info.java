/** Servers over the lean path: echo, HTTP, memcached and DNS, as coroutines, and scheduling by message. */
module io.creel.servers {
    requires static org.jspecify;
    requires transitive io.creel.ip;

    exports io.creel.servers;
    exports io.creel.servers.connection;
    exports io.creel.servers.dns;
    exports io.creel.servers.echo;
    exports io.creel.servers.file;
    exports io.creel.servers.http;
    exports io.creel.servers.memcached;
    exports io.creel.servers.message;
    exports io.creel.servers.proxy;
}
