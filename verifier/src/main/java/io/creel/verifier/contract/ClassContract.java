package io.creel.verifier.contract;

import java.util.ArrayList;
import java.util.List;

/** What the annotations of a class say about its values. */
public final class ClassContract {
    /** Says nothing. */
    static final ClassContract NONE = new ClassContract();

    public boolean owned;
    /** Whether a parameter of this type lends: a view of values that another class owns. */
    public boolean borrowed;
    /** The states in which a value must have an owner; empty for all. */
    public final List<String> ownedIn = new ArrayList<>();
    /** The declared states, the first one is that of a new value; empty for none. */
    public final List<String> states = new ArrayList<>();
    public boolean noSuspend;
    public boolean threadOwned;
    public String place;
    public String unchecked;

    void read(List<Ann> of) {
        for (Ann ann : of) {
            switch (ann.name()) {
                case "Owned" -> {
                    owned = true;
                    ownedIn.addAll(ann.texts("in"));
                }
                case "Borrowed" -> borrowed = true;
                case "States" -> states.addAll(ann.texts("value"));
                case "NoSuspend" -> noSuspend = true;
                case "ThreadOwned" -> threadOwned = true;
                case "RunsOn" -> place = ann.text("value");
                case "Unchecked" -> unchecked = ann.text("value");
                default -> {
                }
            }
        }
    }

    /** Whether the values are tracked. */
    public boolean isTracked() {
        return owned || borrowed || !states.isEmpty();
    }
}
