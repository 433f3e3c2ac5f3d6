/**
 * Weighted round robin, and its form for costs that differ, deficit round robin. Each class gets its budget when its
 * turn comes and is served while its remaining budget covers the cost of its next handle. The remainder stays with the
 * class until its queue is empty. If every cost is 1, this is the weighted polling of RX queues. Source: Shreedhar and
 * Varghese, "Efficient Fair Queuing using Deficit Round Robin", SIGCOMM 1995; NAPI's weights.
 */
@NullMarked
package io.creel.schedulers.when.deficit;

import org.jspecify.annotations.NullMarked;
