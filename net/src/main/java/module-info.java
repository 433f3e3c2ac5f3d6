/** Frames with one owner, the NIC abstraction and header views. */
module io.creel.net {
    requires transitive io.creel.queues;
}
