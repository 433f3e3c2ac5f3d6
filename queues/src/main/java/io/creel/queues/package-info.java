/**
 * Collections that suspended coroutines wait in, and channels between coroutines. A coroutine waits by
 * {@link io.creel.core.Coroutine#await(io.creel.core.Stash)}; a worker drains the stash into a batch and resumes the
 * batch. Choose the stash by its order and its threads:
 *
 * <ul>
 * <li>{@link io.creel.queues.ListStash}: first in first out, or last in first out.
 * <li>{@link io.creel.queues.OrderedStash}: in the order of a key; {@link io.creel.queues.BucketStash}: by a few
 * priority levels.
 * <li>{@link io.creel.queues.MapStash} and {@link io.creel.queues.FlowStash}: by a key or by a flow's 5-tuple;
 * {@link io.creel.queues.IndexedStash}: by a key and in an order.
 * <li>{@link io.creel.queues.TimerStash}: by a time.
 * <li>{@link io.creel.queues.SpscStash}, {@link io.creel.queues.MpscStash} and {@link io.creel.queues.MpmcStash}:
 * between threads.
 * <li>{@link io.creel.queues.LocalChannel} and {@link io.creel.queues.SharedChannel} carry items between coroutines; a
 * {@link io.creel.queues.Select} waits for several channels.
 * </ul>
 *
 * <p>
 * The name of a stash states its thread rule. {@code Spsc}, {@code Mpsc} and {@code Mpmc} say how many threads may push
 * and how many may take (<b>s</b>ingle or <b>m</b>ultiple <b>p</b>roducers and <b>c</b>onsumers). One thread at a time
 * uses a stash with any other name; it is bound to that thread, see {@link io.creel.core.ThreadBinding}. Full, empty
 * and closed are return values.
 *
 * <h2>For maintainers</h2>
 *
 * <p>
 * No path that a coroutine takes in steady state allocates, locks or asks for the current thread. Assertions
 * ({@code -ea}) check that operations of a single-threaded stash do not overlap.
 *
 * <p>
 * The random comparisons, Lincheck and the stress tests run in a short form with every build. Their long form, ten
 * million operations against each model and many more interleavings, runs with
 * {@code mvn -pl queues -am test -Dcreel.tests=long}. The long form of the races under jcstress runs with {@code mvn -q
 * test -Pjcstress-queues -DskipTests -pl queues -am}.
 */
@NullMarked
package io.creel.queues;

import org.jspecify.annotations.NullMarked;
