package io.creel.schedulers.services;

import io.creel.schedulers.policy.PolicyContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** What classes of service there are to be. Not thread-safe. */
public final class ServicesBuilder {
    /** The most classes there are. */
    public static final int MAX_CLASSES = 64;

    final String name;
    final int workers;
    final PolicyContext context;
    final List<ServiceSpec> specs = new ArrayList<>();
    Consumer<String> log = System.err::println;

    ServicesBuilder(String name, int workers, PolicyContext context) {
        this.name = Objects.requireNonNull(name, "name");
        this.workers = workers;
        this.context = Objects.requireNonNull(context, "context");
    }

    /** One more class. */
    public ServicesBuilder add(ServiceSpec spec) {
        if (specs.size() == MAX_CLASSES) {
            throw new IllegalArgumentException("too many classes: services=" + name + ", most=" + MAX_CLASSES);
        }
        if (specs.stream().anyMatch(other -> other.name().equals(spec.name()))) {
            throw new IllegalArgumentException("class named twice: class=" + spec.name());
        }
        specs.add(spec);
        return this;
    }

    /** The classes of a text, see {@link ServiceText}. */
    public ServicesBuilder add(String text) {
        ServiceText.parse(text).forEach(this::add);
        return this;
    }

    /** Who is told, on a worker's thread, what the watchdog has done. The default prints to the error stream. */
    public ServicesBuilder log(Consumer<String> receiver) {
        log = Objects.requireNonNull(receiver, "receiver");
        return this;
    }

    /**
     * Makes the services.
     *
     * @throws IllegalArgumentException
     *             where there is no class, or a policy is unknown or its numbers are wrong
     */
    public Services build() {
        if (specs.isEmpty()) {
            throw new IllegalArgumentException("no class: services=" + name);
        }
        return new Services(this);
    }
}
