/**
 * Weighted round robin, and its form for costs that differ, deficit round robin. Each class gets its budget when its turn comes
 * and is served while what it has left covers the next one's cost; what is left stays its own until its queue is empty. With
 * every cost 1 it is the weighted polling of RX queues. Source: Shreedhar and Varghese, "Efficient Fair Queuing using Deficit Round
 * Robin", SIGCOMM 1995; NAPI's weights.
 */
package io.creel.schedulers.when.deficit;
