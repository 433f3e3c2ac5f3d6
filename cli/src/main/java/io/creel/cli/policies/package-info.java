/** One load on real workers under a policy named on the command line. */
package io.creel.cli.policies;
