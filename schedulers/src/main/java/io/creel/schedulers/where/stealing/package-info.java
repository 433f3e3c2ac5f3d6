/**
 * One queue a worker, and who has nothing takes half of another's. Flows are placed by whoever places them (the worker's own
 * queue, or by turns from outside); a worker whose queue is empty looks first at the victim it robbed last, then at the others
 * around, and takes ⌈(theirs − own) ÷ 2⌉, with a try-lock only: a victim that somebody else is at is skipped. What is stolen
 * runs at once and in its order. Source: Caladan (Fried et al., OSDI 2020, source read) for stealing half by a try-lock. Caladan looks at
 * the sibling hyperthread first and then around from a random place, and takes half of all, because its own queue is empty; beginning at
 * the last victim, half of the difference and the order by ready time are as in SBB.
 */
package io.creel.schedulers.where.stealing;
