package io.creel.servers.memcached;

import org.jspecify.annotations.Nullable;

/** A key with its value. In a chain of its bucket, and in the list of all items, the one used last in front. */
final class StoredItem {
    final byte[] key;
    final int hash;
    byte[] value;
    int flags;
    /** Seconds since 1970; 0 for never. */
    long expiresAt;
    /** Another one after each change. */
    long version;
    @Nullable
    StoredItem nextInBucket;
    @Nullable
    StoredItem newer;
    @Nullable
    StoredItem older;

    StoredItem(byte[] key, int hash, byte[] value) {
        this.key = key;
        this.hash = hash;
        this.value = value;
    }

    long bytes() {
        return ItemStore.ITEM_BYTES + key.length + value.length;
    }
}
