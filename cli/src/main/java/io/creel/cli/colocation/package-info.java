/** Experiment E12: packet echo beside CPU-bound work on one core, under Creel and under the operating system. */
package io.creel.cli.colocation;
