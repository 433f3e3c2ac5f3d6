package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests the tree of numbers alone, in cases that the stashes above it cannot produce one by one. */
class BPlusTreeTest {
    private static final long SEED = 20261127;

    private final TreeStash owner = new TreeStash("owner");
    private final BPlusTree tree = new BPlusTree();

    private List<Long> keys() {
        List<Long> keys = new ArrayList<>();
        for (int entry = tree.first(); entry != BPlusTree.NONE; entry = tree.after(entry)) {
            keys.add(tree.key(entry));
        }
        return keys;
    }

    @Test
    void shouldFillItsNodesWhenKeysAscend() {
        for (int i = 0; i < 4096; i++) {
            tree.add(i);
        }
        tree.validate(owner);
        assertEquals(4096 / 16 + 16 + 1, tree.nodes.inUse(), "full leaves, full nodes above them, a root");
    }

    @Test
    void shouldFreeEveryNodeWhenItIsEmptiedFromEitherEnd() {
        for (boolean fromTheFront : new boolean[]{true, false}) {
            int[] entries = new int[5000];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = tree.add(i);
            }
            for (int i = 0; i < entries.length; i++) {
                tree.remove(entries[fromTheFront ? i : entries.length - 1 - i]);
            }
            tree.validate(owner);
            assertEquals(1, tree.nodes.inUse());
            assertEquals(BPlusTree.NONE, tree.first());
        }
    }

    @Test
    void shouldNeverHaveMoreLeavesThanEntriesWhenMostAreTakenOutAgain() {
        Random random = new Random(SEED);
        List<Integer> held = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 2000; i++) {
                held.add(tree.add(random.nextLong()));
            }
            java.util.Collections.shuffle(held, random);
            while (held.size() > 100) {
                tree.remove(held.removeLast());
            }
            tree.validate(owner);
            assertTrue(tree.nodes.inUse() <= 3 * held.size(), () -> tree.nodes.inUse() + " nodes for " + held.size());
        }
    }

    @Test
    void shouldKeepTheNumberWhenAnEntryMoves() {
        int[] entries = new int[300];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = tree.add(10L * i);
        }
        tree.move(entries[7], 75); // a key that keeps the place
        tree.move(entries[8], 2995); // a move to the end
        tree.move(entries[9], Long.MIN_VALUE);
        tree.validate(owner);
        assertEquals(75, tree.key(entries[7]));
        assertEquals(2995, tree.key(entries[8]));
        assertEquals(entries[9], tree.first());
        assertEquals(keys().stream().sorted().toList(), keys());
        assertEquals(300, keys().size());
    }

    @Test
    void shouldPutAMovedEntryBehindItsNewEquals() {
        int a = tree.add(1);
        int b = tree.add(2);
        int c = tree.add(2);
        tree.move(a, 2);
        assertEquals(List.of(b, c, a), List.of(tree.first(), tree.after(b), tree.after(c)));
        tree.move(b, 2);
        assertEquals(List.of(c, a, b), List.of(tree.first(), tree.after(c), tree.after(a)));
    }

    @Test
    void shouldFindItWhenAnyKeyOrLinkOfALeafIsSabotaged() {
        for (int i = 0; i < 200; i++) {
            tree.add(2L * (i * 7919 % 200));
        }
        tree.validate(owner);
        int changes = 0;
        for (int leaf = tree.head; leaf != BPlusTree.NONE; leaf = tree.nodes.link(leaf, BPlusNodes.NEXT)) {
            long[] keys = tree.nodes.keyBlocks[0];
            int[] links = tree.nodes.linkBlocks[0];
            for (int place = 0; place < tree.nodes.link(leaf, BPlusNodes.END); place++) {
                int key = leaf * BPlusNodes.FANOUT + place;
                for (int delta : new int[]{-3, 3}) {
                    if (keys[key] + delta < 0 || keys[key] + delta > 398) {
                        continue; // still the first, or the last
                    }
                    keys[key] += delta;
                    assertThrows(IllegalStateException.class, () -> tree.validate(owner));
                    keys[key] -= delta;
                    changes++;
                }
                int link = leaf * BPlusNodes.INTS + place;
                links[link] ^= 1;
                assertThrows(IllegalStateException.class, () -> tree.validate(owner));
                links[link] ^= 1;
            }
        }
        tree.validate(owner);
        assertEquals(2 * 200 - 4, changes);
    }
}
