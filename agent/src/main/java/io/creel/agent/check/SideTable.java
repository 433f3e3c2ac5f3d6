package io.creel.agent.check;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/**
 * The facts about values whose class has no field for them: classes that were loaded before the agent, or that another
 * class loader shares. Keys are compared by identity and are weak, so a value that becomes garbage takes its facts
 * along. Each stripe has a lock of its own, which no code holds across a suspension.
 */
final class SideTable {
    private static final int STRIPES = 64;
    private static final SideTable[] TABLES = new SideTable[STRIPES];

    static {
        for (int i = 0; i < STRIPES; i++) {
            TABLES[i] = new SideTable();
        }
    }

    /** One value. */
    private static final class Node extends WeakReference<Object> {
        final int hash;
        final ValueFacts facts;
        Node next;

        Node(Object value, int hash, ValueFacts facts, ReferenceQueue<Object> queue) {
            super(value, queue);
            this.hash = hash;
            this.facts = facts;
        }
    }

    private final ReferenceQueue<Object> garbage = new ReferenceQueue<>();
    private Node[] nodes = new Node[16];
    private int size;

    /** Returns the facts about a value; makes them if there are none. */
    static ValueFacts get(Object value) {
        int hash = System.identityHashCode(value);
        hash ^= hash >>> 15;
        return TABLES[hash & STRIPES - 1].get(value, hash >>> 6);
    }

    /** The number of values, with those that are garbage already. */
    static int size() {
        int all = 0;
        for (SideTable table : TABLES) {
            synchronized (table) {
                table.expunge();
                all += table.size;
            }
        }
        return all;
    }

    private synchronized ValueFacts get(Object value, int hash) {
        for (Node node = nodes[hash & nodes.length - 1]; node != null; node = node.next) {
            if (node.refersTo(value)) {
                return node.facts;
            }
        }
        expunge();
        if (size == nodes.length) {
            grow();
        }
        Node made = new Node(value, hash, new ValueFacts(Kind.of(value.getClass())), garbage);
        made.next = nodes[hash & nodes.length - 1];
        nodes[hash & nodes.length - 1] = made;
        size++;
        return made.facts;
    }

    private void grow() {
        Node[] old = nodes;
        nodes = new Node[old.length * 2];
        for (Node chain : old) {
            while (chain != null) {
                Node node = chain;
                chain = node.next;
                node.next = nodes[node.hash & nodes.length - 1];
                nodes[node.hash & nodes.length - 1] = node;
            }
        }
    }

    private void expunge() {
        for (Node dead = (Node) garbage.poll(); dead != null; dead = (Node) garbage.poll()) {
            Node before = null;
            for (Node node = nodes[dead.hash & nodes.length - 1]; node != null; before = node, node = node.next) {
                if (node == dead) {
                    if (before == null) {
                        nodes[dead.hash & nodes.length - 1] = node.next;
                    } else {
                        before.next = node.next;
                    }
                    size--;
                    break;
                }
            }
        }
    }
}
