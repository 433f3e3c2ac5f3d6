/** Adapts Agrona's idle strategies to Creel's workers. */
module io.creel.agrona {
    requires transitive io.creel.schedulers;
    requires transitive org.agrona;

    exports io.creel.agrona;
}
