/**
 * {@code creel top}: shows the workers, groups, classes of service, NICs and stashes of a running program, and passes
 * on an operator's orders. {@link io.creel.cli.top.Top} shows the program that it is called in.
 */
package io.creel.cli.top;
