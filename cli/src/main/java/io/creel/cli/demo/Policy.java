package io.creel.cli.demo;

import io.creel.schedulers.when.When;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.twoqueue.TwoQueue;

/** <b>When</b> coroutines run. Only this differs between the two halves of the demo. */
enum Policy {
    /** In order of arrival, each until it suspends. */
    FIFO("fifo") {
        @Override
        When make(String name) {
            return new Fifo(name);
        }
    },
    /** New ones first. A coroutine that exceeds the quantum while others wait goes to a second queue. */
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

    /** Makes the policy object of one worker. */
    abstract When make(String name);

    /** Returns the name in reports. */
    String text() {
        return text;
    }
}
