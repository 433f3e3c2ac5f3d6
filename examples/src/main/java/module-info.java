/** A course of small programs, to read in order. */
module io.creel.examples {
    requires java.net.http;
    requires jdk.httpserver;
    requires io.creel.schedulers;
    requires io.creel.servers;
    requires io.creel.sim;
    requires io.creel.verifier;
    requires HdrHistogram;
}
