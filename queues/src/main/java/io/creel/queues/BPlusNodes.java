package io.creel.queues;

import java.util.Arrays;

/**
 * The nodes of a {@link BPlusTree}, numbered from 0, in arrays of numbers. A node is 212 bytes: 16 keys, ascending, and
 * beside each a link, in a leaf the number of an entry, in an inner node that of a child.
 *
 * <pre>
 *  keys:   | least there is … | keys, ascending         | greatest there is … |
 *  links:  |        –         | one a key               |          –          | end | parent | next | previous | start |
 *                              start                     end
 * </pre>
 *
 * <p>
 * Places without a key hold the least or the greatest there is, so that a search looks at all 16 without asking how many there
 * are. Only leaves have room before their first.
 *
 * <p>
 * Nodes are pooled, in blocks of 256 that are made when first needed and never moved, but for the first, which doubles up to
 * that size. Threads: one at a time.
 */
final class BPlusNodes {
    /** No node. */
    static final int NONE = -1;
    /** Keys a node. */
    static final int FANOUT = 16;
    /** Behind the last link. */
    static final int END = FANOUT;
    /** The node above. */
    static final int PARENT = FANOUT + 1;
    /** Of a leaf, the next; of a free node, the next free. */
    static final int NEXT = FANOUT + 2;
    /** Of a leaf, the one before. */
    static final int PREVIOUS = FANOUT + 3;
    /** The first link. */
    static final int START = FANOUT + 4;
    static final int INTS = FANOUT + 5;

    private static final int NODES_SHIFT = 8;
    private static final int NODES_MASK = (1 << NODES_SHIFT) - 1;
    private static final int LEAST = 4;

    long[][] keyBlocks = {new long[LEAST * FANOUT]};
    int[][] linkBlocks = {new int[LEAST * INTS]};
    private int made;
    private int room = LEAST;
    private int free = NONE;

    BPlusNodes() {
        Arrays.fill(keyBlocks[0], Long.MAX_VALUE);
    }

    /**
     * How many keys of a node are no greater than this; places before its first hold the least key there is, those behind its
     * last the greatest. All are looked at: no load waits for another, and nothing is a branch.
     */
    int countUpTo(int node, long key) {
        long[] keys = keyBlocks[node >>> NODES_SHIFT];
        int at = (node & NODES_MASK) * FANOUT;
        int found = 0;
        for (int i = 0; i < FANOUT; i++) {
            found += keys[at + i] <= key ? 1 : 0;
        }
        return found;
    }

    /** Where in its node a link stands. */
    int place(int node, int link) {
        int[] links = linkBlocks[node >>> NODES_SHIFT];
        int at = (node & NODES_MASK) * INTS;
        int place = links[at + START];
        while (links[at + place] != link) {
            place++;
        }
        return place;
    }

    /** How many links a node has. */
    int size(int node) {
        return link(node, END) - link(node, START);
    }

    /** Gives a leaf the room of those that were taken from its front; returns how far it has moved. */
    int compact(int leaf) {
        int start = link(leaf, START);
        int block = leaf >>> NODES_SHIFT;
        int at = (leaf & NODES_MASK) * FANOUT;
        System.arraycopy(keyBlocks[block], at + start, keyBlocks[block], at, FANOUT - start);
        Arrays.fill(keyBlocks[block], at + FANOUT - start, at + FANOUT, Long.MAX_VALUE);
        at = (leaf & NODES_MASK) * INTS;
        System.arraycopy(linkBlocks[block], at + start, linkBlocks[block], at, FANOUT - start);
        setLink(leaf, END, FANOUT - start);
        setLink(leaf, START, 0);
        return start;
    }

    /** Makes a node empty. */
    void clear(int node) {
        int at = (node & NODES_MASK) * FANOUT;
        Arrays.fill(keyBlocks[node >>> NODES_SHIFT], at, at + FANOUT, Long.MAX_VALUE);
        setLink(node, START, 0);
        setLink(node, END, 0);
    }

    /** Moves what is behind a place into an empty node; returns how many. */
    int moveFrom(int node, int kept, int right) {
        int moved = FANOUT - kept;
        System.arraycopy(keyBlocks[node >>> NODES_SHIFT], (node & NODES_MASK) * FANOUT + kept,
                keyBlocks[right >>> NODES_SHIFT], (right & NODES_MASK) * FANOUT, moved);
        System.arraycopy(linkBlocks[node >>> NODES_SHIFT], (node & NODES_MASK) * INTS + kept,
                linkBlocks[right >>> NODES_SHIFT], (right & NODES_MASK) * INTS, moved);
        int end = (node & NODES_MASK) * FANOUT + FANOUT;
        Arrays.fill(keyBlocks[node >>> NODES_SHIFT], end - moved, end, Long.MAX_VALUE);
        setLink(node, END, kept);
        setLink(right, END, moved);
        return moved;
    }

    /** Puts a link into a node that has room behind its last. */
    void open(int node, int place, long key, int link) {
        int count = link(node, END);
        int block = node >>> NODES_SHIFT;
        long[] keys = keyBlocks[block];
        int at = (node & NODES_MASK) * FANOUT;
        System.arraycopy(keys, at + place, keys, at + place + 1, count - place);
        keys[at + place] = key;
        int[] links = linkBlocks[block];
        at = (node & NODES_MASK) * INTS;
        System.arraycopy(links, at + place, links, at + place + 1, count - place);
        links[at + place] = link;
        links[at + END] = count + 1;
    }

    /** Takes a link out. */
    void close(int node, int place) {
        int count = link(node, END) - 1;
        int block = node >>> NODES_SHIFT;
        int at = (node & NODES_MASK) * FANOUT;
        long[] keys = keyBlocks[block];
        System.arraycopy(keys, at + place + 1, keys, at + place, count - place);
        keys[at + count] = Long.MAX_VALUE;
        at = (node & NODES_MASK) * INTS;
        System.arraycopy(linkBlocks[block], at + place + 1, linkBlocks[block], at + place, count - place);
        linkBlocks[block][at + END] = count;
    }

    long key(int node, int place) {
        return keyBlocks[node >>> NODES_SHIFT][(node & NODES_MASK) * FANOUT + place];
    }

    int link(int node, int place) {
        return linkBlocks[node >>> NODES_SHIFT][(node & NODES_MASK) * INTS + place];
    }

    void setLink(int node, int place, int link) {
        linkBlocks[node >>> NODES_SHIFT][(node & NODES_MASK) * INTS + place] = link;
    }

    void setKey(int node, int place, long key) {
        keyBlocks[node >>> NODES_SHIFT][(node & NODES_MASK) * FANOUT + place] = key;
    }

    /** {@link #link} for a thread that races with those that change nodes: {@link #NONE} where it sees nothing. */
    int seenLink(int node, int place) {
        int[][] blocks = linkBlocks;
        int block = node >>> NODES_SHIFT;
        int at = (node & NODES_MASK) * INTS + place;
        return node < 0 || block >= blocks.length || blocks[block] == null || at >= blocks[block].length
                ? NONE
                : blocks[block][at];
    }

    /** Gives a node back. */
    void release(int node) {
        clear(node);
        setLink(node, NEXT, free);
        free = node;
    }

    /** A node that is empty. */
    int make() {
        int node = free;
        if (node != NONE) {
            free = link(node, NEXT);
            return node;
        }
        if (made == room) {
            grow();
        }
        return made++;
    }

    private void grow() {
        int block = room >>> NODES_SHIFT;
        if (block == 0) {
            room *= 2;
            int end = keyBlocks[0].length;
            keyBlocks[0] = Arrays.copyOf(keyBlocks[0], room * FANOUT);
            Arrays.fill(keyBlocks[0], end, 2 * end, Long.MAX_VALUE);
            linkBlocks[0] = Arrays.copyOf(linkBlocks[0], room * INTS);
            return;
        }
        if (block == keyBlocks.length) {
            keyBlocks = Arrays.copyOf(keyBlocks, 2 * block);
            linkBlocks = Arrays.copyOf(linkBlocks, 2 * block);
        }
        keyBlocks[block] = new long[FANOUT << NODES_SHIFT];
        Arrays.fill(keyBlocks[block], Long.MAX_VALUE);
        linkBlocks[block] = new int[INTS << NODES_SHIFT];
        room += 1 << NODES_SHIFT;
    }

    /** How many were made. */
    int made() {
        return made;
    }

    /** How many are not free, for tests. */
    int inUse() {
        int used = made;
        for (int node = free; node != NONE; node = link(node, NEXT)) {
            used--;
        }
        return used;
    }
}
