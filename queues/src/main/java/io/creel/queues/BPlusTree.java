package io.creel.queues;

import static io.creel.queues.BPlusNodes.END;
import static io.creel.queues.BPlusNodes.FANOUT;
import static io.creel.queues.BPlusNodes.NEXT;
import static io.creel.queues.BPlusNodes.PARENT;
import static io.creel.queues.BPlusNodes.PREVIOUS;
import static io.creel.queues.BPlusNodes.START;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The order below {@link KeyedStash}: numbered entries sorted by a signed 64-bit key, equal keys in the order of their
 * insertion. A B+ tree in arrays of numbers, {@link BPlusNodes}. It holds no references, so no operation passes a
 * barrier of the garbage collector. A search visits one node where a binary tree visits three or four, each with a
 * mispredicted branch.
 *
 * <p>
 * <b>Invariant.</b> (1) Along the leaves, from {@code head} over their {@code next}, keys never decrease, and equal
 * keys stand in the order of their insertion. (2) The key of an inner node's child is not greater than any key in that
 * child and not less than any key in the previous child; the key of the first child is the least possible one. (3) All
 * leaves have the same depth. (4) Only a root that is a leaf may be empty, and a root that is an inner node has at
 * least two children. (5) Every entry records its leaf.
 *
 * <p>
 * <b>Insertion</b> splits a full node in half. At the end of the order it splits before the new entry instead, so that
 * ascending keys leave full nodes behind. Removals from the front of a leaf leave free places there; insertion uses
 * these before it splits the leaf. <b>Removal</b> frees a node only when the node is empty, because a node that is less
 * than half full is usually filled or emptied soon. There are never more leaves than entries, and the height is at most
 * the logarithm, to base 8, of the number of insertions ever made.
 *
 * <p>
 * Entries are pooled in blocks. A block is allocated when it is first needed and is never moved; only the first block
 * doubles up to the full size. So no single push takes long, and the tree allocates nothing once it has reached its
 * greatest size.
 *
 * <p>
 * Threads: one at a time. Insertion, removal and bounds are O(log n); neighbours and the first entry are O(1).
 *
 * <p>
 * Source: D. Comer, "The Ubiquitous B-Tree", Computing Surveys 11(2), 1979; free-at-empty: T. Johnson, D. Shasha,
 * "B-trees with inserts and deletes: why free-at-empty is better than merge-at-half", JCSS 47(1), 1993.
 */
final class BPlusTree {
    /** The number that stands for the absence of an entry. */
    static final int NONE = BPlusNodes.NONE;

    private static final int ENTRIES_SHIFT = 12;
    private static final int ENTRIES_MASK = (1 << ENTRIES_SHIFT) - 1;
    private static final int LEAST = 4;

    final BPlusNodes nodes = new BPlusNodes();
    private int[][] leafBlocks = {new int[LEAST]};
    private int entries;
    private int entryRoom = LEAST;
    private int freeEntry = NONE;
    private int root;
    int head;
    private int height;

    BPlusTree() {
        root = nodes.make();
        head = root;
        nodes.setLink(root, PARENT, NONE);
        nodes.setLink(root, NEXT, NONE);
        nodes.setLink(root, PREVIOUS, NONE);
    }

    /** Finds the entry with the least key, or {@link #NONE}. */
    int first() {
        return nodes.size(head) == 0 ? NONE : firstOf(head);
    }

    /** Returns the key of an entry. */
    long key(int entry) {
        int leaf = leaf(entry);
        return nodes.key(leaf, nodes.place(leaf, entry));
    }

    /**
     * Inserts an entry behind the entries with an equal key. Returns its number: the number that was freed last, or the
     * least number never used.
     */
    int add(long key) {
        int node = root;
        for (int level = height; level > 0; level--) {
            node = childFor(node, key);
        }
        int place = Math.min(nodes.link(node, END), nodes.countUpTo(node, key));
        if (nodes.link(node, END) == FANOUT && nodes.link(node, START) > 0) {
            place -= nodes.compact(node);
        } else if (nodes.link(node, END) == FANOUT) {
            boolean atTheEnd = place == FANOUT && nodes.link(node, NEXT) == NONE;
            int kept = atTheEnd ? FANOUT : FANOUT / 2;
            int right = splitLeaf(node, kept, atTheEnd ? key : nodes.key(node, kept));
            if (place > kept || atTheEnd) {
                node = right;
                place -= kept;
            }
        }
        int entry = newEntry();
        nodes.open(node, place, key, entry);
        setLeaf(entry, node);
        return entry;
    }

    /** Moves an entry to the place of another key, behind the entries with an equal key. Its number stays. */
    void move(int entry, long key) {
        int leaf = leaf(entry);
        int place = nodes.place(leaf, entry);
        if (fits(leaf, place, key)) {
            nodes.setKey(leaf, place, key);
        } else {
            remove(entry);
            add(key); // the entry gets the number that was freed last
        }
    }

    /**
     * Returns whether an entry in the middle of a leaf may keep its place under another key. At the ends of a leaf the
     * answer depends on the neighbouring leaves, so it is {@code false} there.
     */
    private boolean fits(int leaf, int place, long key) {
        return place > nodes.link(leaf, START) && place < nodes.link(leaf, END) - 1 && nodes.key(leaf, place - 1) <= key
                && key < nodes.key(leaf, place + 1);
    }

    /** Removes an entry and frees its number. */
    void remove(int entry) {
        int leaf = leaf(entry);
        remove(leaf, nodes.place(leaf, entry), entry);
    }

    /**
     * Removes the entry with the least key from a tree that is not empty. Returns its number, which is free from then
     * on.
     */
    int removeFirst() {
        int entry = firstOf(head);
        remove(head, nodes.link(head, START), entry);
        return entry;
    }

    private void remove(int leaf, int place, int entry) {
        if (place == nodes.link(leaf, START)) {
            nodes.setKey(leaf, place, Long.MIN_VALUE);
            nodes.setLink(leaf, START, place + 1);
        } else {
            nodes.close(leaf, place);
        }
        setLeaf(entry, freeEntry);
        freeEntry = entry;
        if (nodes.size(leaf) > 0) {
            return;
        }
        if (leaf == root) {
            nodes.clear(leaf);
        } else {
            int before = nodes.link(leaf, PREVIOUS);
            int after = nodes.link(leaf, NEXT);
            if (before == NONE) {
                head = after;
            } else {
                nodes.setLink(before, NEXT, after);
            }
            if (after != NONE) {
                nodes.setLink(after, PREVIOUS, before);
            }
            free(leaf);
        }
    }

    /** Finds the first entry whose key is at least {@code key}, or {@link #NONE}. */
    int lowerBound(long key) {
        if (key == Long.MIN_VALUE) {
            return first();
        }
        int node = root;
        for (int level = height; level > 0; level--) {
            node = childFor(node, key - 1);
        }
        int place = nodes.countUpTo(node, key - 1);
        return place < nodes.link(node, END) ? nodes.link(node, place) : firstOf(nodes.link(node, NEXT));
    }

    /** Finds the entry that follows in order, or {@link #NONE}. */
    int after(int entry) {
        int leaf = leaf(entry);
        int place = nodes.place(leaf, entry) + 1;
        return place < nodes.link(leaf, END) ? nodes.link(leaf, place) : firstOf(nodes.link(leaf, NEXT));
    }

    /**
     * Calls the action with each entry in order, as far as the entries are visible to a thread that races with the user
     * of the tree.
     */
    void forEach(IntConsumer action) {
        int leaf = head;
        // a racing change may bend the path into a circle
        for (int left = nodes.made(); left > 0 && leaf != NONE; left--) {
            int end = Math.min(FANOUT, nodes.seenLink(leaf, END));
            for (int i = nodes.seenLink(leaf, START); i < end; i++) {
                int entry = nodes.seenLink(leaf, i);
                if (entry != NONE) {
                    action.accept(entry);
                }
            }
            leaf = nodes.seenLink(leaf, NEXT);
        }
    }

    private int firstOf(int leaf) {
        return leaf == NONE ? NONE : nodes.link(leaf, nodes.link(leaf, START));
    }

    private int childFor(int node, long key) {
        return nodes.link(node, Math.min(nodes.link(node, END), nodes.countUpTo(node, key)) - 1);
    }

    private int splitLeaf(int leaf, int kept, long firstRight) {
        int right = split(leaf, kept, firstRight, 0);
        int after = nodes.link(leaf, NEXT);
        nodes.setLink(right, NEXT, after);
        nodes.setLink(right, PREVIOUS, leaf);
        nodes.setLink(leaf, NEXT, right);
        if (after != NONE) {
            nodes.setLink(after, PREVIOUS, right);
        }
        return right;
    }

    /**
     * Moves the links behind a place into a new node to the right and enters that node in the parent. Returns the new
     * node.
     */
    private int split(int node, int kept, long firstRight, int level) {
        int parent = nodes.link(node, PARENT);
        if (parent == NONE) {
            parent = nodes.make();
            nodes.setLink(parent, PARENT, NONE);
            nodes.open(parent, 0, Long.MIN_VALUE, node);
            nodes.setLink(node, PARENT, parent);
            root = parent;
            height = level + 1;
        } else if (nodes.link(parent, END) == FANOUT) {
            boolean atTheEnd = kept == FANOUT;
            int keptAbove = atTheEnd ? FANOUT : FANOUT / 2;
            int right = split(parent, keptAbove, atTheEnd ? firstRight : nodes.key(parent, keptAbove), level + 1);
            parent = atTheEnd ? right : nodes.link(node, PARENT);
        }
        int right = nodes.make();
        int moved = nodes.moveFrom(node, kept, right);
        if (level > 0) {
            nodes.setKey(right, 0, Long.MIN_VALUE);
        }
        for (int i = 0; i < moved; i++) {
            if (level == 0) {
                setLeaf(nodes.link(right, i), right);
            } else {
                nodes.setLink(nodes.link(right, i), PARENT, right);
            }
        }
        nodes.setLink(right, PARENT, parent);
        int place = nodes.link(parent, END) == 0 ? 0 : nodes.place(parent, node) + 1;
        nodes.open(parent, place, place == 0 ? Long.MIN_VALUE : firstRight, right);
        return right;
    }

    /** Frees an empty node and removes it from its parent, which is freed, too, if that leaves it empty. */
    private void free(int empty) {
        int node = empty;
        int parent = nodes.link(node, PARENT);
        while (nodes.link(parent, END) == 1) {
            nodes.release(node);
            node = parent;
            parent = nodes.link(node, PARENT);
        }
        nodes.close(parent, nodes.place(parent, node));
        nodes.setKey(parent, 0, Long.MIN_VALUE);
        nodes.release(node);
        while (height > 0 && nodes.link(root, END) == 1) {
            int child = nodes.link(root, 0);
            nodes.release(root);
            root = child;
            height--;
            nodes.setLink(root, PARENT, NONE);
        }
    }

    private int newEntry() {
        int entry = freeEntry;
        if (entry != NONE) {
            freeEntry = leaf(entry);
            return entry;
        }
        if (entries == entryRoom) {
            growEntries();
        }
        return entries++;
    }

    private void growEntries() {
        int block = entryRoom >>> ENTRIES_SHIFT;
        if (block == 0) {
            entryRoom *= 2;
            leafBlocks[0] = Arrays.copyOf(leafBlocks[0], entryRoom);
            return;
        }
        if (block == leafBlocks.length) {
            leafBlocks = Arrays.copyOf(leafBlocks, 2 * block);
        }
        leafBlocks[block] = new int[1 << ENTRIES_SHIFT];
        entryRoom += 1 << ENTRIES_SHIFT;
    }

    private int leaf(int entry) {
        return leafBlocks[entry >>> ENTRIES_SHIFT][entry & ENTRIES_MASK];
    }

    private void setLeaf(int entry, int leaf) {
        leafBlocks[entry >>> ENTRIES_SHIFT][entry & ENTRIES_MASK] = leaf;
    }

    /** Checks the invariant; for tests. */
    void validate(KeyedStash stash) {
        StructureCheck.equal(NONE, nodes.link(root, PARENT), "parent of the root", stash);
        StructureCheck.that(height == 0 || nodes.link(root, END) > 1, "root with one child", stash, null);
        int used = validate(stash, root, height, Long.MIN_VALUE, Long.MAX_VALUE);
        StructureCheck.equal(nodes.inUse(), used, "nodes", stash);
        int found = 0;
        int before = NONE;
        long least = Long.MIN_VALUE;
        for (int leaf = head; leaf != NONE; leaf = nodes.link(leaf, NEXT)) {
            StructureCheck.equal(before, nodes.link(leaf, PREVIOUS), "leaf before", stash);
            for (int i = nodes.link(leaf, START); i < nodes.link(leaf, END); i++) {
                StructureCheck.that(least <= nodes.key(leaf, i), "order of keys", stash, null);
                StructureCheck.equal(leaf, leaf(nodes.link(leaf, i)), "leaf of an entry", stash);
                StructureCheck.equal(i, nodes.place(leaf, nodes.link(leaf, i)), "place of an entry", stash);
                least = nodes.key(leaf, i);
                found++;
            }
            before = leaf;
        }
        for (int entry = freeEntry; entry != NONE; entry = leaf(entry)) {
            found++;
        }
        StructureCheck.equal(entries, found, "entries", stash);
    }

    private int validate(KeyedStash stash, int node, int level, long least, long most) {
        int count = nodes.link(node, END);
        int start = nodes.link(node, START);
        StructureCheck.that(count > start || node == root && level == 0, "empty node", stash, null);
        StructureCheck.that(start == 0 || level == 0, "start of an inner node", stash, null);
        int used = 1;
        for (int i = start; i < count; i++) {
            if (level == 0) {
                StructureCheck.that(least <= nodes.key(node, i) && nodes.key(node, i) <= most, "bounds of a leaf",
                        stash, null);
                continue;
            }
            int child = nodes.link(node, i);
            StructureCheck.equal(node, nodes.link(child, PARENT), "parent", stash);
            long from = i == 0 ? least : nodes.key(node, i);
            long to = i == count - 1 ? most : nodes.key(node, i + 1);
            StructureCheck.that(least <= from && from <= to && to <= most, "bounds of a child", stash, null);
            used += validate(stash, child, level - 1, from, to);
        }
        return used;
    }
}
