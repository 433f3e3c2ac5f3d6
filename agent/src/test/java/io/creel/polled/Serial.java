package io.creel.polled;

import java.io.Serializable;

/** A class without an explicit version of its serial form. */
@SuppressWarnings("serial")
public class Serial implements Serializable {
    private int value;

    public int next() {
        while (value % 7 != 0) {
            value++;
        }
        return value;
    }
}
