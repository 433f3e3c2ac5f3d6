package io.creel.cli.demo;

import io.creel.schedulers.when.When;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.twoqueue.TwoQueue;

/** <b>When</b> coroutines run: the one thing that differs between the two halves of the demo. */
enum Policy {
    /** In order of arrival, each for as long as it likes. */
    FIFO("fifo") {
        @Override
        When make(String name) {
            return new Fifo(name);
        }
    },
    /** New ones first; who runs longer than the quantum while others wait goes to a second queue. */
    TWO_QUEUE("two-queue") {
        @Override
        When make(String name) {
            return new TwoQueue(name);
        }
    };

    private final String text;

    Policy(String text) {
        this.text = text;
    }

    /** A policy object of one worker. */
    abstract When make(String name);

    /** As it appears in reports. */
    String text() {
        return text;
    }
}
