/** A course of small programs, to read in order. */
module io.creel.examples {
    requires io.creel.schedulers;
    requires HdrHistogram;
}
