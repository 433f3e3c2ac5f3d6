/**
 * Decides <em>when</em>: in what order, in what batches and for how long runnable coroutines run. Use a stock policy by
 * name, or write one by implementing {@link io.creel.schedulers.when.When}.
 *
 * <p>
 * Rules of this package: a policy is a class of its own in a folder of its own, with a test and a paragraph that names
 * its source. It sees only the arguments of {@link io.creel.schedulers.when.When}'s methods and an injected clock, so
 * that the same class runs on real workers, under a test and in a simulator. It knows no worker, no thread and no
 * packet.
 */
@NullMarked
package io.creel.schedulers.when;

import org.jspecify.annotations.NullMarked;
