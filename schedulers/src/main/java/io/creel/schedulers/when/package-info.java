/**
 * The <em>when</em> of a worker: in what order, in what batches and for how long runnable coroutines run.
 *
 * <p>
 * Rule of this package: a policy is a class of its own in a folder of its own, with a test and a paragraph that names its
 * source. It sees only what {@link io.creel.schedulers.when.When} tells it and a clock that is injected, so that the same
 * class runs on real workers, under a test and in a simulator. It knows no worker, no thread and no packet.
 */
package io.creel.schedulers.when;
