/** Brings the modules of a program that polls NICs on workers. */
module io.creel {
    requires transitive io.creel.net;
    requires transitive io.creel.schedulers;
}
