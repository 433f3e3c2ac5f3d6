package io.creel.servers.memcached;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Items by their key, within a quota of bytes. An item that does not fit evicts those that were not used for the
 * longest time. Values that are still being received count as well, so that many slow clients stay within it.
 *
 * <p>
 * Chained buckets; the table doubles at a load of 1. Hashes are SipHash-1-3 under a random key, so that a client
 * cannot choose keys that share a bucket. A look-up is O(1) and allocates nothing. One worker; any thread may
 * read the counters.
 */
public final class ItemStore {
    /** What an item counts beside its key and value, in bytes: about what its object and arrays take. */
    public static final int ITEM_BYTES = 112;

    private static final int FIRST_BUCKETS = 1_024;
    private static final int MOST_BUCKETS = 1 << 26;
    /** Of the quota, for values that are being received. */
    private static final int RESERVED_PART = 4;

    private final LongSupplier epochSeconds;
    private final long key;
    private final long quotaBytes;
    private @Nullable StoredItem[] buckets = new StoredItem[FIRST_BUCKETS];
    private @Nullable StoredItem newest;
    private @Nullable StoredItem oldest;
    private int items;
    private long bytes;
    private long reserved;
    private long versions;
    private long flushAt = Long.MAX_VALUE;
    private long stored;
    private long evicted;
    private long expired;

    /**
     * Makes an empty store.
     *
     * @param quotaBytes
     *            most bytes of all items
     * @param key
     *            64 random bits, which clients do not know
     * @param epochSeconds
     *            the time in seconds since 1970
     */
    public ItemStore(long quotaBytes, long key, LongSupplier epochSeconds) {
        this.quotaBytes = quotaBytes;
        this.key = key;
        this.epochSeconds = epochSeconds;
    }

    private int hash(byte[] bytes, int from, int to) {
        return (int) SipHash13.of(key, ~key, bytes, from, to);
    }

    /** The item with this key, which counts as used; null if there is none, or its time is over. */
    @Nullable
    StoredItem get(byte[] key, int from, int to) {
        StoredItem item = find(key, from, to);
        if (item != null && item != newest) {
            unlink(item);
            link(item);
        }
        return item;
    }

    /** As {@link #get}, without counting as used. */
    @Nullable
    StoredItem find(byte[] key, int from, int to) {
        long now = epochSeconds.getAsLong();
        if (now >= flushAt) {
            clear();
        }
        int hash = hash(key, from, to);
        StoredItem item = buckets[hash & buckets.length - 1];
        while (item != null && (item.hash != hash || !Arrays.equals(item.key, 0, item.key.length, key, from, to))) {
            item = item.nextInBucket;
        }
        if (item != null && item.expiresAt != 0 && item.expiresAt <= now) {
            remove(item);
            expired++;
            return null;
        }
        return item;
    }

    /** The time at which an item with this {@code exptime} ends, by the rules of memcached; 0 for never. */
    long expiry(long exptime) {
        if (exptime < 0) {
            return 1; // long over
        }
        return exptime == 0 || exptime > 60L * 60 * 24 * 30 ? exptime : epochSeconds.getAsLong() + exptime;
    }

    /** Puts an item in, instead of one with the same key. */
    void put(byte[] key, int from, int to, byte[] value, int flags, long expiresAt) {
        StoredItem before = find(key, from, to);
        if (before != null) {
            remove(before);
        }
        int hash = hash(key, from, to);
        var item = new StoredItem(Arrays.copyOfRange(key, from, to), hash, value);
        item.flags = flags;
        item.expiresAt = expiresAt;
        item.version = ++versions;
        makeRoom(item.bytes());
        if (items == buckets.length && buckets.length < MOST_BUCKETS) {
            grow();
        }
        int bucket = hash & buckets.length - 1;
        item.nextInBucket = buckets[bucket];
        buckets[bucket] = item;
        link(item);
        items++;
        bytes += item.bytes();
        stored++;
    }

    /** Replaces the value of an item that is in the store. */
    void change(StoredItem item, byte[] value) {
        bytes += value.length - item.value.length;
        item.value = value;
        item.version = ++versions;
        stored++;
        makeRoom(0);
    }

    /** Evicts until so many more bytes fit. */
    private void makeRoom(long more) {
        while (oldest != null && bytes + reserved + more > quotaBytes) {
            remove(oldest);
            evicted++;
        }
    }

    private void grow() {
        @Nullable
        StoredItem[] before = buckets;
        buckets = new StoredItem[2 * before.length];
        for (StoredItem chain : before) {
            for (StoredItem item = chain; item != null;) {
                StoredItem next = item.nextInBucket;
                int bucket = item.hash & buckets.length - 1;
                item.nextInBucket = buckets[bucket];
                buckets[bucket] = item;
                item = next;
            }
        }
    }

    private void link(StoredItem item) {
        item.older = newest;
        item.newer = null;
        if (newest != null) {
            newest.newer = item;
        }
        newest = item;
        if (oldest == null) {
            oldest = item;
        }
    }

    private void unlink(StoredItem item) {
        if (item.newer == null) {
            newest = item.older;
        } else {
            item.newer.older = item.older;
        }
        if (item.older == null) {
            oldest = item.newer;
        } else {
            item.older.newer = item.newer;
        }
    }

    /** Takes an item out. */
    void remove(StoredItem item) {
        int bucket = item.hash & buckets.length - 1;
        StoredItem before = null;
        for (StoredItem each = buckets[bucket]; each != item; each = each.nextInBucket) {
            if (each == null) {
                throw new IllegalStateException("an item is not in its bucket: items=" + items + ", bucket=" + bucket);
            }
            before = each;
        }
        if (before == null) {
            buckets[bucket] = item.nextInBucket;
        } else {
            before.nextInBucket = item.nextInBucket;
        }
        unlink(item);
        items--;
        bytes -= item.bytes();
    }

    /** Sets bytes aside for a value that will be received; false if too many are. */
    boolean reserve(int valueBytes) {
        if (reserved + valueBytes > quotaBytes / RESERVED_PART) {
            return false;
        }
        reserved += valueBytes;
        makeRoom(0);
        return true;
    }

    /** Ends {@link #reserve}. */
    void unreserve(int valueBytes) {
        reserved -= valueBytes;
    }

    /** Drops all items, at once or at a time. */
    void flush(long delaySeconds) {
        if (delaySeconds <= 0) {
            clear();
        } else {
            flushAt = expiry(delaySeconds);
        }
    }

    private void clear() {
        Arrays.fill(buckets, null);
        newest = null;
        oldest = null;
        items = 0;
        bytes = 0;
        flushAt = Long.MAX_VALUE;
    }

    /** {@return the time in seconds since 1970} */
    long nowSeconds() {
        return epochSeconds.getAsLong();
    }

    /** {@return how many items there are, those included whose time is over} */
    public int items() {
        return items;
    }

    /** {@return how many bytes the items count} */
    public long bytes() {
        return bytes;
    }

    /** {@return how many bytes are set aside for values that are being received} */
    public long reservedBytes() {
        return reserved;
    }

    /** {@return the most bytes of all items} */
    public long quotaBytes() {
        return quotaBytes;
    }

    /** {@return how many values were stored} */
    public long stored() {
        return stored;
    }

    /** {@return how many items were evicted for want of room} */
    public long evicted() {
        return evicted;
    }

    /** {@return how many items were found after their time} */
    public long expired() {
        return expired;
    }
}
