package io.creel.sim.load;

/**
 * The times at which requests arrive, whether or not the cores keep up (open loop). Written as text:
 *
 * <pre>
 *   poisson                      at random, at a constant rate
 *   fixed                        evenly spaced
 *   onoff:100us/400us            Poisson bursts of 100 us and silences of 400 us; the mean rate is that of the load
 *   shift:0.05/1ms,0.70/1ms      Poisson, the load changing in a cycle; these loads are the run's
 *   burst:0.2:10ms/40ms          Poisson, and beside it flow 0 sends 0.2 of the capacity of all cores more, for 10 ms every 50
 * </pre>
 *
 * <p>
 * The other source is a trace ({@link Trace}). Times are intended times: latency counts from them. The fraction of a
 * nanosecond that rounding leaves of one arrival's time is carried into the next; otherwise the load of a thousand
 * cores would be wrong.
 */
public interface Arrivals {
    /** {@return the intended time of the next request in nanoseconds; never before the last one's} */
    long nextNs();

    /** {@return requests per nanosecond, on average} */
    double perNs();

    /**
     * {@return the flow of the request whose time {@link #nextNs} returned last; -1 if it is drawn like any other's}
     */
    default int flow() {
        return -1;
    }

    /**
     * Reads arrivals.
     *
     * @param text
     *            as above
     * @param loadedPerNs
     *            requests per nanosecond at load 1
     * @param load
     *            the mean load asked for; not used if the text states its own
     * @param chance
     *            the source of random times
     * @return the arrivals, from the first one on
     * @throws IllegalArgumentException
     *            if the text cannot be read; the message lists readable forms
     */
    static Arrivals parse(String text, double loadedPerNs, double load, Chance chance) {
        String word = text.strip();
        if (word.equals("poisson")) {
            return new PhasedPoisson(new double[]{load * loadedPerNs}, new double[]{1e15}, chance);
        }
        if (word.equals("fixed")) {
            return new Fixed(load * loadedPerNs);
        }
        if (word.startsWith("onoff:")) {
            return onOff(word, loadedPerNs * load, chance);
        }
        if (word.startsWith("shift:")) {
            return shift(word, loadedPerNs, chance);
        }
        if (word.startsWith("burst:")) {
            return burst(word, loadedPerNs, load, chance);
        }
        throw new IllegalArgumentException("arrivals cannot be read: text=" + text
                + ", known=poisson, fixed, onoff:TIME/TIME, shift:LOAD/TIME,LOAD/TIME,..., burst:LOAD:TIME/TIME, trace:CAPTURE (creel sim)");
    }

    /**
     * Returns whether a text states its own load, so that no load needs to be asked for.
     *
     * @param text
     *            as above
     * @return {@code true} for shifts
     */
    static boolean saysLoad(String text) {
        return text.strip().startsWith("shift:");
    }

    private static Arrivals onOff(String text, double meanPerNs, Chance chance) {
        String[] times = text.substring("onoff:".length()).split("/", -1);
        if (times.length != 2) {
            throw new IllegalArgumentException("bursts cannot be read: text=" + text + ", known=onoff:TIME/TIME");
        }
        double onNs = NumberText.positiveNs(times[0]);
        double offNs = NumberText.positiveNs(times[1]);
        return new PhasedPoisson(new double[]{meanPerNs * (onNs + offNs) / onNs, 0}, new double[]{onNs, offNs}, chance);
    }

    private static Arrivals burst(String text, double loadedPerNs, double load, Chance chance) {
        String[] parts = text.substring("burst:".length()).split("[:/]", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("bursts cannot be read: text=" + text + ", known=burst:LOAD:TIME/TIME");
        }
        double more = load(parts[0], text);
        return new Burst(new PhasedPoisson(new double[]{load * loadedPerNs}, new double[]{1e15}, chance),
                new PhasedPoisson(new double[]{0, more * loadedPerNs},
                        new double[]{NumberText.positiveNs(parts[2]), NumberText.positiveNs(parts[1])}, chance));
    }

    private static double load(String word, String text) {
        double load = NumberText.number(word);
        if (!(load >= 0 && load <= 100)) {
            throw new IllegalArgumentException("load must be from 0 to 100: load=" + load + ", text=" + text);
        }
        return load;
    }

    private static Arrivals shift(String text, double loadedPerNs, Chance chance) {
        String[] phases = text.substring("shift:".length()).split(",", -1);
        double[] rates = new double[phases.length];
        double[] lengthsNs = new double[phases.length];
        for (int i = 0; i < phases.length; i++) {
            String[] parts = phases[i].split("/", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException(
                        "load shifts cannot be read: text=" + text + ", known=shift:LOAD/TIME,LOAD/TIME,...");
            }
            rates[i] = load(parts[0], text) * loadedPerNs;
            lengthsNs[i] = NumberText.positiveNs(parts[1]);
        }
        return new PhasedPoisson(rates, lengthsNs, chance);
    }

    /** Poisson arrivals with a rate that is constant in each phase of a cycle. */
    final class PhasedPoisson implements Arrivals {
        private final double[] perNs;
        private final double[] lengthsNs;
        private final Chance chance;
        private final double meanPerNs;
        private int phase;
        private double phaseEndNs;
        private double timeNs;

        PhasedPoisson(double[] perNs, double[] lengthsNs, Chance chance) {
            this.perNs = perNs;
            this.lengthsNs = lengthsNs;
            this.chance = chance;
            double requests = 0;
            double cycleNs = 0;
            for (int i = 0; i < perNs.length; i++) {
                requests += perNs[i] * lengthsNs[i];
                cycleNs += lengthsNs[i];
            }
            meanPerNs = requests / cycleNs;
            if (!(meanPerNs > 0)) {
                throw new IllegalArgumentException("arrivals need a load above 0: perNs=" + meanPerNs);
            }
            phaseEndNs = lengthsNs[0];
        }

        @Override
        public long nextNs() {
            double work = chance.nextExponential();
            // the part beyond the end of the phase falls into the next one
            while (work > (phaseEndNs - timeNs) * perNs[phase]) {
                work -= (phaseEndNs - timeNs) * perNs[phase];
                timeNs = phaseEndNs;
                phase = (phase + 1) % perNs.length;
                phaseEndNs += lengthsNs[phase];
            }
            timeNs += work / perNs[phase];
            return (long) timeNs;
        }

        @Override
        public double perNs() {
            return meanPerNs;
        }
    }

    /** Two sources at once, of which the second is flow 0. */
    final class Burst implements Arrivals {
        private final Arrivals steady;
        private final Arrivals more;
        private long steadyNs;
        private long moreNs;
        private boolean wasMore;

        Burst(Arrivals steady, Arrivals more) {
            this.steady = steady;
            this.more = more;
            steadyNs = steady.nextNs();
            moreNs = more.nextNs();
        }

        @Override
        public long nextNs() {
            wasMore = moreNs < steadyNs;
            long nextNs = wasMore ? moreNs : steadyNs;
            if (wasMore) {
                moreNs = more.nextNs();
            } else {
                steadyNs = steady.nextNs();
            }
            return nextNs;
        }

        @Override
        public double perNs() {
            return steady.perNs() + more.perNs();
        }

        @Override
        public int flow() {
            return wasMore ? 0 : -1;
        }
    }

    /** Evenly spaced arrivals. */
    final class Fixed implements Arrivals {
        private final double perNs;
        private double timeNs;

        Fixed(double perNs) {
            if (!(perNs > 0)) {
                throw new IllegalArgumentException("arrivals need a load above 0: perNs=" + perNs);
            }
            this.perNs = perNs;
        }

        @Override
        public long nextNs() {
            timeNs += 1 / perNs;
            return (long) timeNs;
        }

        @Override
        public double perNs() {
            return perNs;
        }
    }

    /** The times of a capture, stretched or squeezed to the rate asked for, over and over. */
    final class Trace implements Arrivals {
        private final long[] timesNs;
        private final double periodNs;
        private final double perNs;
        private final double stretch;
        private double baseNs;
        private int next;

        /**
         * Makes arrivals of a trace.
         *
         * @param timesNs
         *            when something arrived, in nanoseconds, ascending, with at least two different times
         * @param perNs
         *            the mean rate asked for, in requests per nanosecond
         */
        public Trace(long[] timesNs, double perNs) {
            if (timesNs.length < 2 || timesNs[timesNs.length - 1] <= timesNs[0]) {
                throw new IllegalArgumentException(
                        "trace needs two arrivals at different times: arrivals=" + timesNs.length);
            }
            for (int i = 1; i < timesNs.length; i++) {
                if (timesNs[i] < timesNs[i - 1]) {
                    throw new IllegalArgumentException("trace goes back in time: arrival=" + i + ", timeNs="
                            + timesNs[i] + ", beforeNs=" + timesNs[i - 1]);
                }
            }
            if (!(perNs > 0)) {
                throw new IllegalArgumentException("arrivals need a load above 0: perNs=" + perNs);
            }
            this.timesNs = timesNs.clone();
            this.perNs = perNs;
            double spanNs = timesNs[timesNs.length - 1] - timesNs[0];
            // one mean gap lies between the last arrival of a round and the first of the next
            double roundNs = spanNs * timesNs.length / (timesNs.length - 1);
            periodNs = timesNs.length / perNs;
            stretch = periodNs / roundNs;
        }

        @Override
        public long nextNs() {
            double atNs = baseNs + (timesNs[next] - timesNs[0]) * stretch;
            if (++next == timesNs.length) {
                next = 0;
                baseNs += periodNs;
            }
            return (long) atNs;
        }

        @Override
        public double perNs() {
            return perNs;
        }
    }
}
