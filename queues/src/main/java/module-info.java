/** Collections that suspended coroutines wait in, and channels between coroutines. */
module io.creel.queues {
    requires static org.jspecify;
    requires transitive io.creel.core;
    requires org.jctools.core.jdk11;

    exports io.creel.queues;
}
