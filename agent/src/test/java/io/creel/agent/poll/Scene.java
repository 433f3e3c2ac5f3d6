package io.creel.agent.poll;

/**
 * What woven code of {@code io.creel.polled} does in one coroutine. Not woven itself, so that the test and the woven
 * code share it.
 */
public interface Scene {
    /**
     * Does the work once.
     *
     * @param watch
     *            told of every entry and exit
     */
    void act(Watch watch) throws Exception;
}
