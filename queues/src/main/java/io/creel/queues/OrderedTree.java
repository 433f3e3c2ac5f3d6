package io.creel.queues;

import io.creel.core.Coroutine;
import java.util.function.ToLongFunction;

/** Which tree an {@link OrderedStash} is, for policies that take either; {@link OrderedStash} says when to take which. */
public enum OrderedTree {
    /** {@link TreeStash}; in settings {@code b-plus}. */
    B_PLUS("b-plus") {
        @Override
        public OrderedStash create(String name, ToLongFunction<Coroutine> keyOf) {
            return new TreeStash(name, keyOf);
        }
    },
    /** {@link RedBlackStash}; in settings {@code red-black}. */
    RED_BLACK("red-black") {
        @Override
        public OrderedStash create(String name, ToLongFunction<Coroutine> keyOf) {
            return new RedBlackStash(name, keyOf);
        }
    };

    private final String word;

    OrderedTree(String word) {
        this.word = word;
    }

    /**
     * Makes an empty stash that asks each handle for its key.
     *
     * @param name
     *            what error messages and dumps call it
     * @param keyOf
     *            called once at each push without a key; an exception it throws refuses the push
     */
    public abstract OrderedStash create(String name, ToLongFunction<Coroutine> keyOf);

    /**
     * The tree that a setting names.
     *
     * @throws IllegalArgumentException
     *             if there is none of that name
     */
    public static OrderedTree named(String word) {
        for (OrderedTree tree : values()) {
            if (tree.word.equals(word)) {
                return tree;
            }
        }
        throw new IllegalArgumentException("no such tree: tree=" + word + ", known=b-plus, red-black");
    }

    /** Its name in settings. */
    @Override
    public String toString() {
        return word;
    }
}
