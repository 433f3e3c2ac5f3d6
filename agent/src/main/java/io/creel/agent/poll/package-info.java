/** Weaves preemption polls into the code of opted-in packages. Works on class files, with and without an agent. */
package io.creel.agent.poll;
