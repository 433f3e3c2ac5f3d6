package io.creel.queues;

import io.creel.core.Coroutine;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * An {@link OrderedStash} without memory of its own: a red-black tree whose nodes are the coroutines. In the kernel
 * talk that Creel is based on, coroutines wait in such trees, in lists and in maps. No operation allocates, and each
 * operation has a bound. {@link TreeStash} is faster with many handles; {@link OrderedStash} says when to use which,
 * and decision {@code 0035-a-b-plus-tree-for-order} gives the measurements.
 *
 * <p>
 * <b>Nodes.</b> {@code next} is the left child, {@code previous} the right child, {@code parent} the parent, and the
 * tag is the colour.
 *
 * <p>
 * <b>Invariant.</b> (1) In order, keys never decrease, and equal keys stand in the order of their insertion. (2) A red
 * node has no red child. (3) Every path from the root to a missing child has the same number of black nodes. (4)
 * {@code first} is the leftmost node. From 2 and 3 follows a height of at most 2 log2(n + 1).
 *
 * <p>
 * <b>Insertion</b> attaches a red leaf at the end of the search, to the right of equal keys, and repairs rule 2
 * upwards. <b>Removal</b> of a node with two children moves its successor into its place. It moves links, never keys,
 * because other code refers to the handle object. So the node that leaves a gap always has at most one child; a black
 * gap repairs rule 3 upwards. Both repairs change colours on their way up; that of an insertion ends with at most two
 * rotations, that of a removal with at most three.
 *
 * <p>
 * Threads: as for {@link OrderedStash}. {@link #peek} is O(1). Each push, pop, removal, bound and successor takes at
 * most four times the height in steps from node to node, so at most 8 log2(n + 1); a {@link #rekey} takes at most three
 * times as many.
 *
 * <p>
 * Source: L. J. Guibas, R. Sedgewick, "A dichromatic framework for balanced trees", FOCS 1978; the cases as in Cormen
 * et al., "Introduction to Algorithms", chapter 13.
 */
@SuppressWarnings("NullAway") // the algorithm knows which link is null; validate() checks every link
public final class RedBlackStash extends OrderedStash {
    private static final int BLACK = 0;
    private static final int RED = 1;

    private @Nullable Coroutine root;
    private @Nullable Coroutine first;
    private int size;
    /**
     * The number of steps from node to node since the last {@link #takeSteps}. Counted under assertions only, by the
     * thread that uses the stash.
     */
    private long steps;

    /**
     * Makes an empty tree whose handles are pushed with a key.
     *
     * @param name the name in error messages and dumps
     */
    public RedBlackStash(String name) {
        super(name);
    }

    /**
     * Makes an empty tree that computes the key of each handle.
     *
     * @param name the name in error messages and dumps
     * @param keyOf called once at each push without a key; an exception that it throws refuses the push
     */
    public RedBlackStash(String name, ToLongFunction<Coroutine> keyOf) {
        super(name, keyOf);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isEmpty() {
        return first == null;
    }

    @Override
    public @Nullable Coroutine peek() {
        return first;
    }

    @Override
    public @Nullable Coroutine lowerBound(long key) {
        Coroutine best = null;
        for (Coroutine at = root; at != null;) {
            assert step();
            if (key(at) >= key) {
                best = at;
                at = left(at);
            } else {
                at = right(at);
            }
        }
        return best;
    }

    @Override
    public void forEach(Consumer<Coroutine> action) {
        // A racing change may bend a path into a circle, so the steps are counted: no walk needs more than three per
        // node.
        int left = 3 * size + 3;
        Coroutine at = first;
        boolean descended = true;
        while (at != null && left-- > 0) {
            if (descended) {
                action.accept(at);
                Coroutine below = right(at);
                if (below != null) {
                    at = below;
                    for (below = left(at); below != null && left-- > 0; below = left(at)) {
                        at = below;
                    }
                    continue;
                }
            }
            Coroutine above = parent(at);
            descended = above != null && left(above) == at;
            at = above;
        }
    }

    @Override
    boolean enter(Coroutine node, long key) {
        setKey(node, key);
        Coroutine above = null;
        boolean isLeft = true;
        boolean isFirst = true;
        for (Coroutine at = root; at != null;) {
            assert step();
            above = at;
            isLeft = key < key(at);
            if (isLeft) {
                at = left(at);
            } else {
                at = right(at);
                isFirst = false;
            }
        }
        setParent(node, above);
        if (above == null) {
            root = node;
        } else if (isLeft) {
            setNext(above, node);
        } else {
            setPrevious(above, node);
        }
        if (isFirst) {
            first = node;
        }
        size++;
        setTag(node, RED);
        repairRed(node);
        return true;
    }

    @Override
    Coroutine deleteFirst() {
        Coroutine least = first;
        if (least != null) {
            delete(least);
        }
        return least;
    }

    @Override
    void delete(Coroutine node) {
        if (node == first) {
            first = after(node);
        }
        size--;
        Coroutine left = left(node);
        Coroutine right = right(node);
        Coroutine filler; // moves into the gap
        Coroutine above; // the parent of the gap
        boolean blackGap;
        if (left == null || right == null) {
            filler = left == null ? right : left;
            above = parent(node);
            blackGap = !isRed(node);
            replace(node, filler);
        } else {
            Coroutine heir = leftmost(right);
            filler = right(heir);
            blackGap = !isRed(heir);
            if (heir == right) {
                above = heir;
            } else {
                above = parent(heir);
                replace(heir, filler);
                setPrevious(heir, right);
                setParent(right, heir);
            }
            replace(node, heir);
            setNext(heir, left);
            setParent(left, heir);
            setTag(heir, tag(node));
        }
        setNext(node, null);
        setPrevious(node, null);
        setParent(node, null);
        if (blackGap) {
            repairBlack(filler, above);
        }
    }

    @Override
    void move(Coroutine node, long key) {
        if (fits(node, key)) {
            setKey(node, key);
        } else {
            delete(node);
            enter(node, key);
        }
    }

    /**
     * Returns whether the place of a node would be right with another key, as the last of the nodes with an equal key.
     */
    private boolean fits(Coroutine node, long key) {
        Coroutine before = before(node);
        if (before != null && key(before) > key) {
            return false;
        }
        Coroutine after = after(node);
        return after == null || key < key(after);
    }

    @Override
    Coroutine after(Coroutine node) {
        Coroutine at = right(node);
        if (at != null) {
            return leftmost(at);
        }
        Coroutine below = node;
        for (at = parent(node); at != null && below == right(at); at = parent(at)) {
            assert step();
            below = at;
        }
        return at;
    }

    /**
     * Returns whether a handle is in this tree: the root has no parent, every other node has one, and a removed node
     * has none.
     */
    @Override
    boolean has(Coroutine handle) {
        return handle == root || parent(handle) != null;
    }

    private Coroutine before(Coroutine node) {
        Coroutine at = left(node);
        if (at != null) {
            while (right(at) != null) {
                assert step();
                at = right(at);
            }
            return at;
        }
        Coroutine below = node;
        for (at = parent(node); at != null && below == left(at); at = parent(at)) {
            assert step();
            below = at;
        }
        return at;
    }

    private Coroutine leftmost(Coroutine node) {
        Coroutine at = node;
        for (Coroutine below = left(at); below != null; below = left(at)) {
            assert step();
            at = below;
        }
        return at;
    }

    /** Restores rule 2 from a red node upwards whose parent may be red, too. */
    private void repairRed(Coroutine inserted) {
        Coroutine node = inserted;
        Coroutine above = parent(node);
        while (isRed(above)) {
            assert step();
            Coroutine top = parent(above); // never null, because a root is black
            boolean isLeft = above == left(top);
            Coroutine uncle = isLeft ? right(top) : left(top);
            if (isRed(uncle)) { // both red nodes pass their colour up
                setTag(above, BLACK);
                setTag(uncle, BLACK);
                setTag(top, RED);
                node = top;
                above = parent(node);
                continue;
            }
            if (node == (isLeft ? right(above) : left(above))) { // bent: straighten it
                rotate(above, isLeft);
                above = node;
            }
            setTag(above, BLACK);
            setTag(top, RED);
            rotate(top, !isLeft);
            break;
        }
        setTag(root, BLACK);
    }

    /**
     * Restores rule 3 upwards: every path through this place, whose node may be missing, has one black node too few.
     */
    private void repairBlack(Coroutine lacking, Coroutine parentOfLacking) {
        Coroutine node = lacking;
        Coroutine above = parentOfLacking;
        while (above != null && !isRed(node)) {
            assert step();
            boolean isLeft = node == left(above);
            // never null: the paths on its side have one black node more
            Coroutine sibling = isLeft ? right(above) : left(above);
            if (isRed(sibling)) { // replace it by a black one
                setTag(sibling, BLACK);
                setTag(above, RED);
                rotate(above, isLeft);
                sibling = isLeft ? right(above) : left(above);
            }
            Coroutine near = isLeft ? left(sibling) : right(sibling);
            Coroutine far = isLeft ? right(sibling) : left(sibling);
            if (!isRed(near) && !isRed(far)) { // take a black node from the other side, too, and go up
                setTag(sibling, RED);
                node = above;
                above = parent(node);
                continue;
            }
            if (!isRed(far)) {
                setTag(near, BLACK);
                setTag(sibling, RED);
                rotate(sibling, !isLeft);
                far = sibling;
                sibling = near;
            }
            setTag(sibling, tag(above));
            setTag(above, BLACK);
            setTag(far, BLACK);
            rotate(above, isLeft);
            return;
        }
        if (node != null) {
            setTag(node, BLACK);
        }
    }

    /** Rotates a node down to one side; the child on the other side takes its place. */
    private void rotate(Coroutine node, boolean toLeft) {
        Coroutine child = toLeft ? right(node) : left(node);
        Coroutine moved = toLeft ? left(child) : right(child);
        replace(node, child);
        setParent(node, child);
        if (toLeft) {
            setNext(child, node);
            setPrevious(node, moved);
        } else {
            setPrevious(child, node);
            setNext(node, moved);
        }
        if (moved != null) {
            setParent(moved, node);
        }
    }

    /** Attaches another node, or none, in the place of this one. */
    private void replace(Coroutine node, Coroutine by) {
        Coroutine above = parent(node);
        if (above == null) {
            root = by;
        } else if (left(above) == node) {
            setNext(above, by);
        } else {
            setPrevious(above, by);
        }
        if (by != null) {
            setParent(by, above);
        }
    }

    private static @Nullable Coroutine left(Coroutine node) {
        return next(node);
    }

    private static @Nullable Coroutine right(Coroutine node) {
        return previous(node);
    }

    private static boolean isRed(@Nullable Coroutine node) {
        return node != null && tag(node) == RED;
    }

    private boolean step() {
        steps++;
        return true;
    }

    /** Returns the number of steps since the last call; for tests. */
    long takeSteps() {
        long counted = steps;
        steps = 0;
        return counted;
    }

    @Override
    void validate() {
        StructureCheck.that(!isRed(root), "root is red", this, root);
        StructureCheck.that(root == null || parent(root) == null, "parent of the root", this, root);
        blackHeight(root);
        int found = 0;
        Coroutine before = null;
        for (Coroutine at = lowerBound(Long.MIN_VALUE); at != null; at = after(at)) {
            StructureCheck.that(before != null || at == first, "first", this, at);
            StructureCheck.that(before == null || key(before) <= key(at), "order of keys", this, at);
            StructureCheck.that(before(at) == before, "way back", this, at);
            before = at;
            found++;
        }
        StructureCheck.equal(size, found, "size", this);
        StructureCheck.that(root != null || first == null, "first of an empty tree", this, first);
    }

    private int blackHeight(@Nullable Coroutine node) {
        if (node == null) {
            return 0;
        }
        Coroutine left = left(node);
        Coroutine right = right(node);
        StructureCheck.that(left == null || parent(left) == node, "parent of the left child", this, node);
        StructureCheck.that(right == null || parent(right) == node, "parent of the right child", this, node);
        StructureCheck.that(tag(node) == RED || tag(node) == BLACK, "colour", this, node);
        StructureCheck.that(!isRed(node) || !isRed(left) && !isRed(right), "red below red", this, node);
        int height = blackHeight(left);
        StructureCheck.equal(height, blackHeight(right), "black height", this);
        return height + (isRed(node) ? 0 : 1);
    }
}
