package io.creel.verifier.contract;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a method requires of one value and does to it: of a parameter, or of the receiver. */
public final class ValueContract {
    /** A state that the value is in afterwards. */
    public record Transition(String state, OnResult when) {
    }

    /** An end of the caller's ownership. */
    public record GivesUp(OnResult when, boolean onException, boolean releases) {
    }

    /** The states that the method accepts; empty for every state. */
    public final Set<String> from = new LinkedHashSet<>();
    public final List<Transition> to = new ArrayList<>();
    public final List<GivesUp> givesUp = new ArrayList<>();
    public boolean borrowed;
    public boolean inline;
    public boolean epoch;
    /** Whether the caller needs not own the value: a copy that may dangle will do. */
    public boolean unowned;
    /** Whether the method changes the value, which ends loans from it. */
    public boolean changes;
    /** Whether the caller gives the value back if the method throws. */
    public boolean givenBack;
    /** The parameter that the value belongs to; {@code null} if it needs not belong to one. */
    public String tiedTo;
    final List<Ann> annotations = new ArrayList<>();

    void read(List<Ann> from1) {
        for (Ann ann : from1) {
            annotations.add(ann);
            switch (ann.name()) {
                case "From" -> from.addAll(ann.texts("value"));
                case "To" -> to.add(new Transition(ann.text("value"), ann.when()));
                case "Transfers" -> givesUp.add(new GivesUp(ann.when(), ann.flag("onException"), false));
                case "Releases" -> givesUp.add(new GivesUp(ann.when(), false, true));
                case "Borrowed" -> borrowed = true;
                case "Inline" -> inline = true;
                case "Epoch" -> epoch = true;
                case "Unowned" -> unowned = true;
                case "Changes" -> changes = true;
                case "GivenBack" -> givenBack = true;
                case "TiedTo" -> tiedTo = ann.text("value");
                default -> {
                }
            }
        }
    }

    /** Whether nothing is said about the value. */
    public boolean isEmpty() {
        return annotations.isEmpty();
    }

    /** The annotations, for messages. */
    public String text() {
        return String.join(" ", annotations.stream().map(Ann::toString).toList());
    }

    /** Returns the annotation of this name as it was written, for messages. */
    public String text(String name) {
        return String.join(" and ",
                annotations.stream().filter(ann -> ann.name().equals(name)).map(Ann::toString).toList());
    }
}
