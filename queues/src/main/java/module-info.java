/** Everything a suspended coroutine can wait in. */
module io.creel.queues {
    requires transitive io.creel.core;
    requires org.jctools.core.jdk11;

    exports io.creel.queues;
}
