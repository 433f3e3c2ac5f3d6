package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.function.Consumer;

/**
 * The red-black tree below {@link TreeStash} and {@link IndexedStash}: ordered by the signed 64-bit key, equal keys in the
 * order they came. One algorithm, nothing else: it knows neither ownership nor closing.
 *
 * <p>
 * <b>Nodes</b> are the coroutines: {@code next} is the left child, {@code previous} the right child, {@code parent} the
 * parent. Bit 0 of the tag is the colour; the other bits are the subclass's.
 *
 * <p>
 * <b>Invariant.</b> (1) In order, keys do not fall, and equal keys stand in the order of their insertion. (2) A red node has
 * no red child. (3) Every way from the root to a missing child has the same number of black nodes. (4) {@code first} is the
 * leftmost node. From 2 and 3 the height is at most 2 log2(n + 1).
 *
 * <p>
 * <b>Insertion</b> hangs a red leaf where the search ends, to the right of equal keys, and repairs rule 2 upwards.
 * <b>Removal</b> of a node with two children puts its successor into its place (links move, never keys: a handle must stay
 * the object others know), so what leaves a gap always has at most one child; a black gap repairs rule 3 upwards. Both
 * repairs change colours on their way up and end with at most two, or three, rotations.
 *
 * <p>
 * Threads: one at a time. Insertion, removal and bounds O(log n), the leftmost O(1), its successor amortised O(1). Nothing is
 * allocated.
 *
 * <p>
 * Source: L. J. Guibas, R. Sedgewick, "A dichromatic framework for balanced trees", FOCS 1978; the cases as in Cormen et
 * al., "Introduction to Algorithms", chapter 13.
 */
abstract sealed class OrderedStash extends Stash permits TreeStash, IndexedStash {
    private static final int RED = 1;

    final Use use;
    private Coroutine root;
    private Coroutine first;
    private int size;

    OrderedStash(String name) {
        super(name);
        use = new Use(name);
    }

    @Override
    public final int size() {
        return size;
    }

    @Override
    public final boolean isEmpty() {
        return first == null;
    }

    /** The handle with the least key, which stays the stash's; {@code null} when it is empty. */
    public final Coroutine peek() {
        return first;
    }

    /** The first handle whose key is at least this, which stays the stash's; {@code null} where there is none. O(log n). */
    public final Coroutine lowerBound(long key) {
        Coroutine best = null;
        for (Coroutine at = root; at != null;) {
            if (key(at) >= key) {
                best = at;
                at = left(at);
            } else {
                at = right(at);
            }
        }
        return best;
    }

    /** The first handle whose key is greater, which stays the stash's; {@code null} where there is none. O(log n). */
    public final Coroutine upperBound(long key) {
        return key == Long.MAX_VALUE ? null : lowerBound(key + 1);
    }

    /**
     * The handle that follows in order, which stays the stash's; {@code null} after the last. Amortised O(1).
     *
     * @throws IllegalStateException
     *             where the handle is not in this stash
     */
    public final Coroutine successor(Coroutine handle) {
        requireHeld(handle, "successor");
        return after(handle);
    }

    @Override
    public final void forEach(Consumer<Coroutine> action) {
        // A racing change may bend a way into a circle, so the steps are counted: no walk needs more than three a node.
        int steps = 3 * size + 3;
        Coroutine at = first;
        boolean descended = true;
        while (at != null && steps-- > 0) {
            if (descended) {
                action.accept(at);
                if (right(at) != null) {
                    at = right(at);
                    while (left(at) != null && steps-- > 0) {
                        at = left(at);
                    }
                    continue;
                }
            }
            Coroutine above = parent(at);
            descended = above != null && left(above) == at;
            at = above;
        }
    }

    /** Inserts a node whose key is set. */
    final void add(Coroutine node) {
        long key = key(node);
        Coroutine above = null;
        boolean isLeft = true;
        boolean isFirst = true;
        for (Coroutine at = root; at != null;) {
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
        setRed(node);
        repairRed(node);
    }

    /** Removes a node of the tree. */
    final void delete(Coroutine node) {
        if (node == first) {
            first = after(node);
        }
        size--;
        Coroutine left = left(node);
        Coroutine right = right(node);
        Coroutine filler; // takes the place of the gap
        Coroutine above; // of the gap
        boolean blackGap;
        if (left == null || right == null) {
            filler = left == null ? right : left;
            above = parent(node);
            blackGap = !isRed(node);
            replace(node, filler);
        } else {
            Coroutine heir = right;
            while (left(heir) != null) {
                heir = left(heir);
            }
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
            setColour(heir, colour(node));
        }
        setNext(node, null);
        setPrevious(node, null);
        setParent(node, null);
        if (blackGap) {
            repairBlack(filler, above);
        }
    }

    /** Whether the node's place is still right with another key, counted as the youngest of its equals. */
    final boolean fits(Coroutine node, long key) {
        Coroutine before = before(node);
        if (before != null && key(before) > key) {
            return false;
        }
        Coroutine after = after(node);
        return after == null || key < key(after);
    }

    final Coroutine after(Coroutine node) {
        Coroutine at = right(node);
        if (at != null) {
            while (left(at) != null) {
                at = left(at);
            }
            return at;
        }
        Coroutine below = node;
        for (at = parent(node); at != null && below == right(at); at = parent(at)) {
            below = at;
        }
        return at;
    }

    private static Coroutine before(Coroutine node) {
        Coroutine at = left(node);
        if (at != null) {
            while (right(at) != null) {
                at = right(at);
            }
            return at;
        }
        Coroutine below = node;
        for (at = parent(node); at != null && below == left(at); at = parent(at)) {
            below = at;
        }
        return at;
    }

    /** The node is red; its parent may be, too. */
    private void repairRed(Coroutine inserted) {
        Coroutine node = inserted;
        Coroutine above = parent(node);
        while (isRed(above)) {
            Coroutine top = parent(above); // is there, because a root is black
            boolean isLeft = above == left(top);
            Coroutine uncle = isLeft ? right(top) : left(top);
            if (isRed(uncle)) { // the two reds pass their colour up
                setBlack(above);
                setBlack(uncle);
                setRed(top);
                node = top;
                above = parent(node);
                continue;
            }
            if (node == (isLeft ? right(above) : left(above))) { // bent: make it straight
                rotate(above, isLeft);
                above = node;
            }
            setBlack(above);
            setRed(top);
            rotate(top, !isLeft);
            break;
        }
        setBlack(root);
    }

    /** Every way through this place, whose node may be missing, lacks a black. */
    private void repairBlack(Coroutine lacking, Coroutine parentOfLacking) {
        Coroutine node = lacking;
        Coroutine above = parentOfLacking;
        while (above != null && !isRed(node)) {
            boolean isLeft = node == left(above);
            Coroutine sibling = isLeft ? right(above) : left(above); // is there: its side has a black more
            if (isRed(sibling)) { // get a black one
                setBlack(sibling);
                setRed(above);
                rotate(above, isLeft);
                sibling = isLeft ? right(above) : left(above);
            }
            Coroutine near = isLeft ? left(sibling) : right(sibling);
            Coroutine far = isLeft ? right(sibling) : left(sibling);
            if (!isRed(near) && !isRed(far)) { // take a black from the other side, too, and go up
                setRed(sibling);
                node = above;
                above = parent(node);
                continue;
            }
            if (!isRed(far)) {
                setBlack(near);
                setRed(sibling);
                rotate(sibling, !isLeft);
                far = sibling;
                sibling = near;
            }
            setColour(sibling, colour(above));
            setBlack(above);
            setBlack(far);
            rotate(above, isLeft);
            return;
        }
        if (node != null) {
            setBlack(node);
        }
    }

    /** Turns a node down to one side; the child of the other side takes its place. */
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

    /** Hangs another node, or none, where this one hangs. */
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

    private static Coroutine left(Coroutine node) {
        return next(node);
    }

    private static Coroutine right(Coroutine node) {
        return previous(node);
    }

    private static boolean isRed(Coroutine node) {
        return node != null && (tag(node) & RED) != 0;
    }

    private static int colour(Coroutine node) {
        return tag(node) & RED;
    }

    private static void setColour(Coroutine node, int colour) {
        setTag(node, tag(node) & ~RED | colour);
    }

    private static void setRed(Coroutine node) {
        setTag(node, tag(node) | RED);
    }

    private static void setBlack(Coroutine node) {
        setTag(node, tag(node) & ~RED);
    }

    /** Checks order, links, both rules of colour and the count, for tests. */
    void validate() {
        Valid.that(!isRed(root), "root is red", this, root);
        Valid.that(root == null || parent(root) == null, "parent of the root", this, root);
        blackHeight(root);
        int found = 0;
        Coroutine before = null;
        for (Coroutine at = lowerBound(Long.MIN_VALUE); at != null; at = after(at)) {
            Valid.that(before != null || at == first, "first", this, at);
            Valid.that(before == null || key(before) <= key(at), "order of keys", this, at);
            Valid.that(before(at) == before, "way back", this, at);
            before = at;
            found++;
        }
        Valid.equal(size, found, "size", this);
        Valid.that(root != null || first == null, "first of an empty tree", this, first);
    }

    private int blackHeight(Coroutine node) {
        if (node == null) {
            return 0;
        }
        Coroutine left = left(node);
        Coroutine right = right(node);
        Valid.that(left == null || parent(left) == node, "parent of the left child", this, node);
        Valid.that(right == null || parent(right) == node, "parent of the right child", this, node);
        Valid.that(!isRed(node) || !isRed(left) && !isRed(right), "red below red", this, node);
        int height = blackHeight(left);
        Valid.equal(height, blackHeight(right), "black height", this);
        return height + (isRed(node) ? 0 : 1);
    }
}
