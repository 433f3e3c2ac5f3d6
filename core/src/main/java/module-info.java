/** The coroutine, its handle, awaiting and the stash contract. Needs nothing but the JDK. */
module io.creel.core {
    exports io.creel.core;
}
