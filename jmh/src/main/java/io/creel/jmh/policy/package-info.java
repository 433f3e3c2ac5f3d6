/** What the policies cost, and what they are good for. */
package io.creel.jmh.policy;
