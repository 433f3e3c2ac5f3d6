package io.creel.servers.file;

import static io.creel.servers.internal.LimitCheck.require;

/**
 * The limits of a file service. Immutable. Any thread.
 *
 * @param reads
 *            most files that are sent at once, at least 1; a further request is answered by 503
 * @param aheadBlocks
 *            most blocks that are read ahead of their coroutines, over all files, at least 0; a file has one at most
 * @param blockBytes
 *            the size of a block, at least 1
 * @param blockNs
 *            the pace that each file is promised: the time for one block, in nanoseconds, at least 1
 */
public record FileLimits(int reads, int aheadBlocks, int blockBytes, long blockNs) {
    /** Checks every limit. */
    public FileLimits {
        require(reads >= 1 && reads <= 65_536, "reads", reads, "1 to 65536");
        require(aheadBlocks >= 0 && aheadBlocks <= 65_536, "aheadBlocks", aheadBlocks, "0 to 65536");
        require(blockBytes >= 1 && blockBytes <= 1 << 24, "blockBytes", blockBytes, "1 to 16777216");
        require(blockNs >= 1, "blockNs", blockNs, "at least 1");
    }

    /** {@return 256 files and 64 blocks ahead, of 64 KiB each, a block per millisecond} */
    public static FileLimits defaults() {
        return new FileLimits(256, 64, 1 << 16, 1_000_000);
    }

    /** {@return the most memory that blocks take, in bytes} */
    public long mostBytes() {
        return (long) (reads + aheadBlocks) * blockBytes;
    }
}
