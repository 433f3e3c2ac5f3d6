package io.creel.servers.dns;

import io.creel.ip.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Addresses by name, below one domain. Names are compared without regard to case (RFC 4343). Bounded by what is added
 * before it is served. Not changed afterwards; any thread may read.
 */
public final class DnsZone {
    /** So that an answer with the zone's SOA fits, too. */
    private static final int MOST_DOMAIN_BYTES = 60;
    private static final int MOST_NAME_BYTES = 253;
    private static final int MOST_LABEL_BYTES = 63;
    /** So that every answer fits the 512 bytes of a datagram without EDNS. */
    private static final int MOST_ADDRESSES = 8;

    private final String domain;
    private final int ttlSeconds;
    private final Map<String, List<IpAddress>> names = new HashMap<>();

    /**
     * Makes an empty zone.
     *
     * @param domain
     *            the name of the zone, such as {@code example.test}
     * @param ttlSeconds
     *            how long an answer may be kept, at least 0
     * @throws IllegalArgumentException
     *             if the domain is no name, or has more than 60 characters
     */
    public DnsZone(String domain, int ttlSeconds) {
        this.domain = checked(domain);
        if (domain.length() > MOST_DOMAIN_BYTES) {
            throw new IllegalArgumentException("the domain is too long: domain=" + domain + ", mostBytes="
                    + MOST_DOMAIN_BYTES);
        }
        this.ttlSeconds = ttlSeconds;
        names.put(this.domain, new ArrayList<>());
    }

    /**
     * Adds an address of a name.
     *
     * @param name
     *            the domain itself or a name below it
     * @param address
     *            of either version
     * @return this
     * @throws IllegalArgumentException
     *             if the name is none, or is outside of the zone, or has 8 addresses
     */
    public DnsZone add(String name, IpAddress address) {
        String known = checked(name);
        if (!contains(known)) {
            throw new IllegalArgumentException("the name is not in the zone: name=" + name + ", domain=" + domain);
        }
        // RFC 8020: a name exists, without addresses, if one below it does.
        for (String parent = known; !parent.equals(domain); parent = parent.substring(parent.indexOf('.') + 1)) {
            names.computeIfAbsent(parent, _ -> new ArrayList<>());
        }
        List<IpAddress> addresses = names.computeIfAbsent(known, _ -> new ArrayList<>());
        if (addresses.size() == MOST_ADDRESSES) {
            throw new IllegalArgumentException("the name has too many addresses: name=" + name + ", most="
                    + MOST_ADDRESSES);
        }
        addresses.add(address);
        return this;
    }

    private static String checked(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean right = lower.length() <= MOST_NAME_BYTES;
        for (String label : lower.split("\\.", -1)) {
            right &= label.matches("[a-z0-9_-]{1," + MOST_LABEL_BYTES + "}");
        }
        if (!right) {
            throw new IllegalArgumentException("not a name: name=" + name
                    + "; labels of letters, digits, hyphens and underscores, with points between them");
        }
        return lower;
    }

    /** Whether a name in lower case is in the zone, be it known or not. */
    boolean contains(String name) {
        return name.equals(domain) || name.endsWith("." + domain);
    }

    /** The addresses of a name in lower case; null if the zone does not know it. */
    @Nullable
    List<IpAddress> find(String name) {
        return names.get(name);
    }

    int ttlSeconds() {
        return ttlSeconds;
    }

    String domain() {
        return domain;
    }
}
