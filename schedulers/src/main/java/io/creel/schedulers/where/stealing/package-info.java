/**
 * One queue per worker; a worker without work takes half of another worker's queue. The placer chooses the queue: a
 * worker its own, any other thread the queues in turn. A worker whose queue is empty looks first at the victim it stole
 * from last, then at the others in turn. It takes ⌈(theirs − own) ÷ 2⌉, with a try-lock only: a victim whose queue
 * another thread is using is skipped. Stolen handles run at once and in their order.
 *
 * <p>
 * Source: Caladan (Fried et al., OSDI 2020, source read) for stealing half by a try-lock. Caladan looks at the sibling
 * hyperthread first and then around from a random place, and takes half of all, because its own queue is empty.
 * Beginning at the last victim, half of the difference and the order by ready time are as in SBB.
 */
@NullMarked
package io.creel.schedulers.where.stealing;

import org.jspecify.annotations.NullMarked;
