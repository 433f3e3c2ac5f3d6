package io.creel.cli.colocation;

import io.creel.net.Nic;
import io.creel.net.Nics;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Two ports of a switch in memory: needs no privilege. A frame reaches the other port by a ring, without a copy. */
final class SwitchLink implements ColocationLink {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Nic generator;
    private final Nic echo;

    SwitchLink() throws IOException {
        String word = "switch:colocation-" + NUMBERS.incrementAndGet();
        generator = Nics.open(word);
        echo = Nics.open(word);
    }

    @Override
    public Nic generator() {
        return generator;
    }

    @Override
    public Nic echo() {
        return echo;
    }

    @Override
    public String text() {
        return "a switch in memory";
    }

    /** Each port counts what it drops. */
    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public void close() {
        echo.close();
        generator.close();
    }
}
