package io.creel.queues;

/**
 * The second index of an {@link IndexedStash}: from a 64-bit key to the numbers of the handles that have it, first in
 * first out. Its nodes are records in parallel arrays, under the same numbers.
 *
 * <pre>
 *  record | key | bucket link (heads only) | next of the key | previous of the key, of a head the tail |
 * </pre>
 *
 * <p>
 * The constructor allocates all records and a table of at least as many buckets, so the index never grows. Threads: one
 * at a time. O(1) expected.
 */
final class KeyIndex {
    static final int NONE = -1;

    private final long[] keys;
    private final int[] links;
    private final int[] nexts;
    private final int[] previous;
    private final int[] table;

    KeyIndex(int capacity) {
        keys = new long[capacity];
        links = new int[capacity];
        nexts = new int[capacity];
        previous = new int[capacity];
        table = new int[Integer.highestOneBit(Math.max(1, capacity * 2 - 1))];
        java.util.Arrays.fill(table, NONE);
    }

    int capacity() {
        return keys.length;
    }

    /** Moves a record behind those of another key. */
    void rekey(int record, long key) {
        remove(record);
        add(record, key);
    }

    /** Finds the first record of a key, or {@link #NONE}. */
    int find(long key) {
        int record = table[bucketOf(key)];
        while (record != NONE && keys[record] != key) {
            record = links[record];
        }
        return record;
    }

    /** Finds the next record of the same key, or {@link #NONE}. */
    int next(int record) {
        return nexts[record];
    }

    long key(int record) {
        return keys[record];
    }

    /** Inserts a record that is not in use behind those of its key. */
    void add(int record, long key) {
        keys[record] = key;
        nexts[record] = NONE;
        links[record] = NONE;
        int head = find(key);
        if (head == NONE) {
            int bucket = bucketOf(key);
            links[record] = table[bucket];
            table[bucket] = record;
            previous[record] = record;
        } else {
            int tail = previous[head];
            nexts[tail] = record;
            previous[record] = tail;
            previous[head] = record;
        }
    }

    void remove(int record) {
        long key = keys[record];
        int after = nexts[record];
        int head = find(key);
        if (head != record) {
            nexts[previous[record]] = after;
            previous[after == NONE ? head : after] = previous[record];
            return;
        }
        int rest = links[record];
        int replacement = rest;
        if (after != NONE) {
            previous[after] = previous[record];
            links[after] = rest;
            replacement = after;
        }
        int bucket = bucketOf(key);
        if (table[bucket] == record) {
            table[bucket] = replacement;
            return;
        }
        int at = table[bucket];
        while (links[at] != record) {
            at = links[at];
        }
        links[at] = replacement;
    }

    private int bucketOf(long key) {
        return Hash.of(key) & table.length - 1;
    }

    /** Checks the chains and the buckets; for tests. Returns the number of records in use. */
    int validate(IndexedStash stash) {
        int found = 0;
        for (int bucket = 0; bucket < table.length; bucket++) {
            for (int head = table[bucket]; head != NONE; head = links[head]) {
                StructureCheck.equal(bucket, bucketOf(keys[head]), "bucket", stash);
                int before = previous[head];
                for (int at = head; at != NONE; at = nexts[at]) {
                    StructureCheck.equal(before, previous[at], "link back", stash);
                    StructureCheck.equal(keys[head], keys[at], "key of a chain", stash);
                    StructureCheck.that(stash.handle(at) != null, "handle of a record", stash, null);
                    before = at;
                    found++;
                }
                StructureCheck.equal(previous[head], before, "last", stash);
            }
        }
        return found;
    }
}
