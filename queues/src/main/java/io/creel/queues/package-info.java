/**
 * Everything a suspended coroutine can wait in: lists, trees, maps, timers, rings between threads, channels.
 *
 * <p>
 * Rule of this package: the name of a class tells its contract. {@code Spsc}, {@code Mpsc} and {@code Mpmc} say how many
 * threads may push and how many may take (<b>s</b>ingle or <b>m</b>ultiple <b>p</b>roducers and <b>c</b>onsumers); a stash
 * whose name does not say so is used by one thread at a time. Assertions ({@code -ea}) check that it is.
 *
 * <p>
 * Nothing here allocates, locks or asks for the current thread on a path that a coroutine takes in steady state. Full,
 * empty and closed are return values.
 *
 * <p>
 * Tests. The random comparisons, Lincheck and the stress tests run in a short form with every build, and in a long one with
 * {@code mvn -pl queues -am test -Dcreel.tests=long}: ten million operations against each model, and many more
 * interleavings. The races under jcstress have their long form in {@code mvn -q test
 * -Pjcstress-queues -DskipTests -pl queues -am}.
 */
package io.creel.queues;
