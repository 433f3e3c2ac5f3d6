package io.creel.schedulers.when.edf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.queues.OrderedTree;
import io.creel.queues.RedBlackStash;
import io.creel.queues.TreeStash;
import io.creel.schedulers.when.When;
import org.junit.jupiter.api.Test;

/** The same tests with the other tree. */
class EarliestDeadlineByRedBlackTest extends EarliestDeadlineTest {
    @Override
    protected When policy() {
        return new EarliestDeadline("edf", EarliestDeadlineTest::deadlineOf, 0, OrderedTree.RED_BLACK);
    }

    @Test
    void shouldWaitInTheTreeThatTheSettingNames() {
        assertEquals(RedBlackStash.class, policy().entry().getClass());
        assertEquals(TreeStash.class, super.policy().entry().getClass());
        assertEquals(OrderedTree.RED_BLACK, OrderedTree.named("red-black"));
        assertEquals(OrderedTree.B_PLUS, OrderedTree.named(OrderedTree.B_PLUS.toString()));
        assertEquals("no such tree: tree=avl, known=b-plus, red-black", assertThrows(IllegalArgumentException.class,
                () -> OrderedTree.named("avl")).getMessage());
    }
}
