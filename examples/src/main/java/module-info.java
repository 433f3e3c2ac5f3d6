/** What teaches: a course of small programs, to be read in order. */
module io.creel.examples {
    requires io.creel.schedulers;
    requires HdrHistogram;
}
