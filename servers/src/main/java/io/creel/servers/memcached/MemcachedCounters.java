package io.creel.servers.memcached;

/** What a service counts. Written by its worker with plain writes; any thread may read, and may see older numbers. */
public final class MemcachedCounters {
    long gets;
    long hits;
    long sets;
    long touches;
    long deletes;
    long arithmetic;
    long clientErrors;
    long serverErrors;
    long unknown;
    long idleClosed;
    long turnsGivenUp;

    MemcachedCounters() {
    }

    /** {@return how many keys were asked for} */
    public long gets() {
        return gets;
    }

    /** {@return how many of them were there} */
    public long hits() {
        return hits;
    }

    /** {@return how many values came to be stored} */
    public long sets() {
        return sets;
    }

    /** {@return how many times of items were changed} */
    public long touches() {
        return touches;
    }

    /** {@return how many items were deleted by clients} */
    public long deletes() {
        return deletes;
    }

    /** {@return how many numbers were changed by incr and decr} */
    public long arithmetic() {
        return arithmetic;
    }

    /** {@return how many commands were malformed} */
    public long clientErrors() {
        return clientErrors;
    }

    /** {@return how many values were refused because they are too long, or too many come at once} */
    public long serverErrors() {
        return serverErrors;
    }

    /** {@return how many lines were no command} */
    public long unknown() {
        return unknown;
    }

    /** {@return how many connections were closed because they were silent for too long} */
    public long idleClosed() {
        return idleClosed;
    }

    /** {@return how often a connection with many commands at once let others go first} */
    public long turnsGivenUp() {
        return turnsGivenUp;
    }

    @Override
    public String toString() {
        return "gets=" + gets + ", hits=" + hits + ", sets=" + sets + ", touches=" + touches + ", deletes=" + deletes
                + ", arithmetic=" + arithmetic + ", clientErrors=" + clientErrors + ", serverErrors=" + serverErrors
                + ", unknown=" + unknown + ", idleClosed=" + idleClosed;
    }
}
