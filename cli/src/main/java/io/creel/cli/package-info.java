/**
 * The {@code creel} command: one class per subcommand, listed in {@link io.creel.cli.CreelCommand}. Results go to
 * standard output, messages to standard error.
 */
package io.creel.cli;
