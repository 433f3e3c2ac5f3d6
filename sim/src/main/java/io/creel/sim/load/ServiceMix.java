package io.creel.sim.load;

import io.creel.schedulers.policy.DurationText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The service times of requests: one or more types, each with its share and its distribution. Written as text:
 *
 * <pre>
 *   fixed:5us                       all the same
 *   exp:10us                        exponential, by its mean
 *   0.995:0.5us,0.005:500us         shares that add up to 1; each fixed, or 0.5:exp:10us
 *   HB XB GH EX1 EX10 FX1 TPCC      the named ones; B9 or B9:5us, nine tenths half the mean and one tenth 5.5 times
 * </pre>
 *
 * <p>
 * Immutable. Sources of the named ones: HB and XB, Shinjuku and Perséphone's high and extreme bimodal; GH, GETs beside
 * scans of a key-value store; TPCC, the transaction mix that Perséphone runs.
 */
public final class ServiceMix {
    /** The most types. */
    public static final int MAX_TYPES = 64;
    private static final double SHARE_SLACK = 1e-6;
    private static final Map<String, String> NAMED = new TreeMap<>(Map.of("HB", "0.5:1us,0.5:100us", "XB",
            "0.995:0.5us,0.005:500us", "GH", "0.995:4us,0.005:10ms", "EX1", "exp:1us", "EX10", "exp:10us", "FX1",
            "fixed:1us", "TPCC", "0.44:5.7us,0.04:6us,0.44:20us,0.04:88us,0.04:100us", "B9", "0.9:500ns,0.1:5500ns"));

    private final String text;
    private final List<Type> types;
    private final double meanNs;
    private final double[] cumulative;

    /**
     * One type of requests.
     *
     * @param share
     *            of all requests, above 0
     * @param meanNs
     *            its mean service time, in nanoseconds
     * @param exponential
     *            whether the service time is exponential; fixed otherwise
     */
    public record Type(double share, long meanNs, boolean exponential) {
        /** {@return the distribution as text that {@link #parse} reads, without the share} */
        public String text() {
            return (exponential ? "exp:" : "") + DurationText.of(meanNs);
        }
    }

    private ServiceMix(String text, List<Type> types) {
        this.text = text;
        this.types = List.copyOf(types);
        meanNs = types.stream().mapToDouble(type -> type.share * type.meanNs).sum();
        cumulative = new double[types.size()];
        double sum = 0;
        for (int i = 0; i < cumulative.length; i++) {
            sum += types.get(i).share;
            cumulative[i] = sum;
        }
        cumulative[cumulative.length - 1] = 1;
    }

    /**
     * Reads a mix.
     *
     * @param text
     *            as above
     * @return the mix
     * @throws IllegalArgumentException
     *            if the text cannot be read; the message lists readable forms
     */
    public static ServiceMix parse(String text) {
        String word = text.strip();
        String named = NAMED.get(word);
        if (named != null) {
            return new ServiceMix(word, types(named));
        }
        if (word.startsWith("B9:")) {
            long meanNs = NumberText.positiveNs(word.substring(3));
            return new ServiceMix(word, List.of(new Type(0.9, Math.max(1, meanNs / 2), false),
                    new Type(0.1, meanNs * 11 / 2, false)));
        }
        return new ServiceMix(word, types(word));
    }

    /** {@return the names of the named mixes} */
    public static List<String> names() {
        return List.copyOf(NAMED.keySet());
    }

    private static List<Type> types(String text) {
        if (text.startsWith("exp:") || text.startsWith("fixed:")) {
            return List.of(type(1, text, text));
        }
        String[] parts = text.split(",", -1);
        if (parts.length > MAX_TYPES) {
            throw new IllegalArgumentException("too many types: types=" + parts.length + ", atMost=" + MAX_TYPES);
        }
        List<Type> types = new ArrayList<>();
        double sum = 0;
        for (String part : parts) {
            int colon = part.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("service times cannot be read: text=" + text
                        + ", known=SHARE:TIME,SHARE:TIME,... or exp:TIME or fixed:TIME or "
                        + String.join(", ", names()));
            }
            double share = NumberText.number(part.substring(0, colon));
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException(
                        "share must be above 0 and at most 1: share=" + share + ", text=" + text);
            }
            types.add(type(share, part.substring(colon + 1), text));
            sum += share;
        }
        if (Math.abs(sum - 1) > SHARE_SLACK) {
            throw new IllegalArgumentException(
                    "shares must add up to 1: sum=" + (float) sum + ", text=" + text);
        }
        return types;
    }

    private static Type type(double share, String time, String text) {
        String word = time.strip();
        boolean exponential = word.startsWith("exp:");
        String duration = exponential || word.startsWith("fixed:") ? word.substring(word.indexOf(':') + 1) : word;
        try {
            return new Type(share, NumberText.positiveNs(duration), exponential);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(unreadable.getMessage() + ", in=" + text, unreadable);
        }
    }

    /** {@return the mix as it was written} */
    public String text() {
        return text;
    }

    /** {@return the types; the number of a type is its place in the list} */
    public List<Type> types() {
        return types;
    }

    /** {@return the mean service time over all types, in nanoseconds} */
    public double meanNs() {
        return meanNs;
    }

    /**
     * Draws the type of a request.
     *
     * @param chance
     *            the source of random numbers
     * @return the number of a type
     */
    public int drawType(Chance chance) {
        if (cumulative.length == 1) {
            return 0;
        }
        double at = chance.nextDouble();
        int type = 0;
        while (at >= cumulative[type]) {
            type++;
        }
        return type;
    }

    /**
     * Draws the service time of a request.
     *
     * @param type
     *            the number of its type
     * @param chance
     *            the source of random numbers
     * @return nanoseconds, at least 1
     */
    public long drawNs(int type, Chance chance) {
        Type drawn = types.get(type);
        return drawn.exponential
                ? Math.max(1, (long) (drawn.meanNs * chance.nextExponential() + 0.5))
                : drawn.meanNs;
    }
}
