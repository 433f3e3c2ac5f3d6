package io.creel.queues;

import io.creel.core.Coroutine;
import java.util.function.ToLongFunction;

/**
 * The tree below an {@link OrderedStash}, for policies that accept either; {@link OrderedStash} says when to use which.
 */
public enum OrderedTree {
    /** {@link TreeStash}; its name in settings is {@code b-plus}. */
    B_PLUS("b-plus") {
        @Override
        public OrderedStash create(String name, ToLongFunction<Coroutine> keyOf) {
            return new TreeStash(name, keyOf);
        }
    },
    /** {@link RedBlackStash}; its name in settings is {@code red-black}. */
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
     * Makes an empty stash that computes the key of each handle.
     *
     * @param name the name in error messages and dumps
     * @param keyOf called once at each push without a key; an exception that it throws refuses the push
     * @return the stash
     */
    public abstract OrderedStash create(String name, ToLongFunction<Coroutine> keyOf);

    /**
     * Finds the tree with a name.
     *
     * @param word a name as settings write it
     * @return the tree
     * @throws IllegalArgumentException if no tree has this name
     */
    public static OrderedTree named(String word) {
        for (OrderedTree tree : values()) {
            if (tree.word.equals(word)) {
                return tree;
            }
        }
        throw new IllegalArgumentException("no such tree: tree=" + word + ", known=b-plus, red-black");
    }

    /** {@return the name in settings} */
    @Override
    public String toString() {
        return word;
    }
}
