package io.creel.jmh;

/**
 * What one line of the table has to show.
 *
 * @param what
 *            what is measured; a parameter of the samples
 * @param unit
 *            of what is compared, such as "ns of the core per request"
 * @param peer
 *            what Creel is compared to
 * @param least
 *            the least ratio, of the peer's number to Creel's
 * @param most
 *            the largest ratio
 */
record ServerGoal(String what, String unit, String peer, double least, double most) {
    static ServerGoal atLeast(double least, String what, String unit, String peer) {
        return new ServerGoal(what, unit, peer, least, Double.POSITIVE_INFINITY);
    }

    boolean isMetBy(double ratio) {
        return ratio >= least && ratio <= most;
    }

    String target() {
        return Double.isInfinite(most) ? "≥ " + least + " ×" : least + "–" + most;
    }
}
