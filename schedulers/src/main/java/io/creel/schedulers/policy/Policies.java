package io.creel.schedulers.policy;

import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.when.When;
import io.creel.schedulers.where.Where;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The registry: makes every policy that a {@link WhereProvider}, {@link WhenProvider} or {@link ScalingProvider} on the
 * class path or module path describes, by its name. A text is a name and the policy's numbers in brackets,
 * {@code two-queue(5us, 256)}. If the policy takes a word, it follows the numbers, {@code edf(red-black)}. Omitted
 * parts have the policy's defaults.
 *
 * <p>
 * Providers are loaded once, at the first use. Any thread.
 */
public final class Policies {
    /**
     * The providers by axis and name; {@code null} before the first use. Written by the first users: two threads that
     * find it {@code null} load twice, with the same result.
     */
    private static volatile @Nullable Map<PolicyAxis, TreeMap<String, PolicyProvider<?>>> loaded;

    private Policies() {
    }

    /**
     * Loads the providers, outside the initialisation of this class: so an error of a provider that cannot be loaded
     * appears at every use, not at the first only.
     */
    @SuppressWarnings("NullAway") // each axis has a map
    private static TreeMap<String, PolicyProvider<?>> all(PolicyAxis axis) {
        Map<PolicyAxis, TreeMap<String, PolicyProvider<?>>> all = loaded;
        if (all == null) {
            all = load();
            loaded = all;
        }
        return all.get(axis);
    }

    private static Map<PolicyAxis, TreeMap<String, PolicyProvider<?>>> load() {
        Map<PolicyAxis, TreeMap<String, PolicyProvider<?>>> all = new EnumMap<>(PolicyAxis.class);
        all.put(PolicyAxis.WHERE, byName(ServiceLoader.load(WhereProvider.class, Policies.class.getClassLoader())));
        all.put(PolicyAxis.WHEN, byName(ServiceLoader.load(WhenProvider.class, Policies.class.getClassLoader())));
        all.put(PolicyAxis.SCALING,
                byName(ServiceLoader.load(ScalingProvider.class, Policies.class.getClassLoader())));
        return all;
    }

    static TreeMap<String, PolicyProvider<?>> byName(Iterable<? extends PolicyProvider<?>> providers) {
        TreeMap<String, PolicyProvider<?>> byName = new TreeMap<>();
        for (PolicyProvider<?> provider : providers) {
            PolicyProvider<?> other = byName.putIfAbsent(provider.name(), provider);
            if (other != null) {
                throw new IllegalStateException("two policies have the same name: " + provider.axis().word() + "="
                        + provider.name() + ", providers=" + other.getClass().getName() + " and "
                        + provider.getClass().getName());
            }
        }
        return byName;
    }

    /**
     * Returns the names of an axis.
     *
     * @param axis
     *            the kind of policy
     * @return in alphabetical order
     */
    public static Set<String> names(PolicyAxis axis) {
        return Collections.unmodifiableSet(all(axis).navigableKeySet());
    }

    /**
     * Returns the providers of an axis.
     *
     * @param axis
     *            the kind of policy
     * @return in the order of their names
     */
    public static Collection<PolicyProvider<?>> providers(PolicyAxis axis) {
        return Collections.unmodifiableCollection(all(axis).values());
    }

    /**
     * Makes a <em>where</em>.
     *
     * @param text
     *            its name, with numbers in brackets or without
     * @param context
     *            the hints about handles, and the clock
     * @return a new policy
     * @throws UnknownPolicyException
     *            if no provider has that name
     * @throws IllegalArgumentException
     *            if the numbers cannot be read, are out of range or do not fit; the message says how to write them
     */
    public static Where where(String text, PolicyContext context) {
        return (Where) make(PolicyAxis.WHERE, PolicyText.parse(text), text, context);
    }

    /**
     * Makes a <em>when</em>.
     *
     * @param text
     *            its name, with numbers in brackets or without
     * @param queue
     *            the name of its queue in error messages and dumps
     * @param context
     *            the hints about handles, and the clock
     * @return a new policy
     * @throws UnknownPolicyException
     *            if no provider has that name
     * @throws IllegalArgumentException
     *            if the numbers cannot be read, are out of range or do not fit; the message says how to write them
     */
    public static When when(String text, String queue, PolicyContext context) {
        return (When) make(PolicyAxis.WHEN, PolicyText.parse(text), queue, context);
    }

    /**
     * Makes a scaling.
     *
     * @param text
     *            its name, with numbers in brackets or without
     * @param context
     *            the number of types, and the clock
     * @return a new policy
     * @throws UnknownPolicyException
     *            if no provider has that name
     * @throws IllegalArgumentException
     *            if the numbers cannot be read, are out of range or do not fit; the message says how to write them
     */
    public static Scaling scaling(String text, PolicyContext context) {
        return (Scaling) make(PolicyAxis.SCALING, PolicyText.parse(text), text, context);
    }

    private static Object make(PolicyAxis axis, PolicyText text, String label, PolicyContext context) {
        PolicyProvider<?> provider = provider(axis, text.name());
        return provider.make(label, context, provider.parse(text));
    }

    /**
     * Finds a provider.
     *
     * @param axis
     *            the kind of policy
     * @param name
     *            the name alone, without numbers
     * @return the provider
     * @throws UnknownPolicyException
     *            if no provider of that axis has that name
     */
    public static PolicyProvider<?> provider(PolicyAxis axis, String name) {
        PolicyProvider<?> provider = all(axis).get(name);
        if (provider == null) {
            throw new UnknownPolicyException(axis, name, List.copyOf(names(axis)), elsewhere(axis, name));
        }
        return provider;
    }

    /** Returns a sentence that says to which other axis a name belongs; empty if it belongs to none. */
    private static String elsewhere(PolicyAxis axis, String name) {
        for (PolicyAxis other : PolicyAxis.values()) {
            if (other != axis && all(other).containsKey(name)) {
                return name + " is a " + other.word() + " policy, write " + switch (other) {
                    case WHERE -> name + "/fifo";
                    case WHEN -> "central/" + name;
                    case SCALING -> "central/fifo/" + name;
                };
            }
        }
        return "";
    }
}
