/**
 * Strict priority with a starvation guard: the most important class that waits goes first, but a class that was passed over
 * eight times in a row is served once. Strict priority alone lets low classes wait for ever once the high ones fill the machine.
 * Source: the classes of the talk this project comes from; the guard is ours, as in the two queues.
 */
package io.creel.schedulers.when.priority;
