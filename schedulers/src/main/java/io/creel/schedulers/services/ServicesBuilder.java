package io.creel.schedulers.services;

import io.creel.schedulers.policy.PolicyContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Builds {@link Services} from specifications. Not thread-safe. */
public final class ServicesBuilder {
    /** The most classes. */
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

    /**
     * Adds a class.
     *
     * @param spec
     *            its specification
     * @return this builder
     */
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

    /**
     * Adds the classes of a text.
     *
     * @param text
     *            as {@link ServiceText} reads it
     * @return this builder
     */
    public ServicesBuilder add(String text) {
        ServiceText.parse(text).forEach(this::add);
        return this;
    }

    /**
     * Sets the receiver of the watchdog's reports. The default prints to the error stream.
     *
     * @param receiver
     *            called on a worker's thread
     * @return this builder
     */
    public ServicesBuilder log(Consumer<String> receiver) {
        log = Objects.requireNonNull(receiver, "receiver");
        return this;
    }

    /**
     * Makes the services.
     *
     * @return the services
     * @throws IllegalArgumentException
     *            if there is no class, or a policy is unknown or its numbers are wrong
     */
    public Services build() {
        if (specs.isEmpty()) {
            throw new IllegalArgumentException("no class: services=" + name);
        }
        return new Services(this);
    }
}
