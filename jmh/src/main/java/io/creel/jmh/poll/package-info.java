/** What preemption polls cost. */
package io.creel.jmh.poll;
