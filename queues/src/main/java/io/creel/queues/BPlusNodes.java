package io.creel.queues;

import java.util.Arrays;

/**
 * The nodes of a {@link BPlusTree}, numbered from 0 and stored in arrays of numbers. A node has 212 bytes: 16 ascending
 * keys, and beside each key a link. In a leaf, a link is the number of an entry; in an inner node, it is the number of
 * a child node.
 *
 * <pre>
 *  keys:   | least possible … | keys, ascending         | greatest possible … |
 *  links:  |        –         | one per key             |         –           | end|parent|next|previous|start |
 *                              start                     end
 * </pre>
 *
 * <p>
 * A place without a key holds the least or the greatest possible key. So a search compares all 16 keys and does not
 * need the number of keys in use. Only leaves have free places before their first key.
 *
 * <p>
 * Nodes are pooled in blocks of 256. A block is allocated when it is first needed and is never moved; only the first
 * block is smaller at the beginning and doubles up to 256. Threads: one at a time.
 */
final class BPlusNodes {
    /** The number that stands for the absence of a node. */
    static final int NONE = -1;
    /** The number of keys per node. */
    static final int FANOUT = 16;
    /** The field that holds the place behind the last link. */
    static final int END = FANOUT;
    /** The field that holds the number of the parent node. */
    static final int PARENT = FANOUT + 1;
    /**
     * The field that holds, in a leaf, the number of the next leaf; in a free node, the number of the next free node.
     */
    static final int NEXT = FANOUT + 2;
    /** The field that holds, in a leaf, the number of the previous leaf. */
    static final int PREVIOUS = FANOUT + 3;
    /** The field that holds the place of the first link. */
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
     * Counts the keys of a node that are not greater than a key. Places before the first key hold the least possible
     * key and are counted, too; places behind the last hold the greatest. The loop compares all places, so no load
     * depends on another and no comparison is a branch.
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

    /** Finds the place of a link in its node. */
    int place(int node, int link) {
        int[] links = linkBlocks[node >>> NODES_SHIFT];
        int at = (node & NODES_MASK) * INTS;
        int place = links[at + START];
        while (links[at + place] != link) {
            place++;
        }
        return place;
    }

    /** Counts the links of a node. */
    int size(int node) {
        return link(node, END) - link(node, START);
    }

    /**
     * Moves the links of a leaf to the front, over the places that removals have freed there. Returns the distance, in
     * places.
     */
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

    /** Moves the links behind a place into an empty node. Returns their number. */
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

    /** Inserts a link into a node that has a free place behind its last link. */
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

    /** Removes a link. */
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

    /**
     * Reads {@link #link} from a thread that races with the user of the tree. Returns {@link #NONE} if the link is not
     * visible.
     */
    int seenLink(int node, int place) {
        int[][] blocks = linkBlocks;
        int block = node >>> NODES_SHIFT;
        int at = (node & NODES_MASK) * INTS + place;
        return node < 0 || block >= blocks.length || blocks[block] == null || at >= blocks[block].length
                ? NONE
                : blocks[block][at];
    }

    /** Returns a node to the pool. */
    void release(int node) {
        clear(node);
        setLink(node, NEXT, free);
        free = node;
    }

    /** Takes an empty node from the pool, or makes one. */
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

    /** Returns the number of nodes that were made, in use or free. */
    int made() {
        return made;
    }

    /** Returns the number of nodes in use; for tests. */
    int inUse() {
        int used = made;
        for (int node = free; node != NONE; node = link(node, NEXT)) {
            used--;
        }
        return used;
    }
}
