/** The costs and gains of policies. */
package io.creel.jmh.policy;
