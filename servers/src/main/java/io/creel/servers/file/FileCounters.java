package io.creel.servers.file;

/**
 * Counters of a file service. Its worker writes them by plain writes; any thread may read, and may see older numbers.
 */
public final class FileCounters {
    long opened;
    long refusedFull;
    long refusedPath;
    long blocks;
    long blocksAhead;
    long failed;
    long shrunk;

    FileCounters() {
    }

    /** {@return how many files were opened} */
    public long opened() {
        return opened;
    }

    /** {@return how many requests were answered by 503, because the stash was full or closed} */
    public long refusedFull() {
        return refusedFull;
    }

    /** {@return how many requests named no file that may be sent: 403 and 404} */
    public long refusedPath() {
        return refusedPath;
    }

    /** {@return how many blocks were read} */
    public long blocks() {
        return blocks;
    }

    /** {@return how many blocks the helper was asked for before their coroutine wanted them} */
    public long blocksAhead() {
        return blocksAhead;
    }

    /** {@return how many files could not be opened or read because of an I/O error} */
    public long failed() {
        return failed;
    }

    /** {@return how many files became shorter while they were sent} */
    public long shrunk() {
        return shrunk;
    }

    @Override
    public String toString() {
        return "opened=" + opened + ", refusedFull=" + refusedFull + ", refusedPath=" + refusedPath + ", blocks="
                + blocks
                + ", blocksAhead=" + blocksAhead + ", failed=" + failed + ", shrunk=" + shrunk;
    }
}
