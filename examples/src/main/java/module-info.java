/** A course of small programs, to read in order. */
module io.creel.examples {
    requires java.net.http;
    requires jdk.httpserver;
    requires io.creel.schedulers;
    requires HdrHistogram;
}
