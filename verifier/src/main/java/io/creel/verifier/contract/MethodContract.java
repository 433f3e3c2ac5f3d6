package io.creel.verifier.contract;

import java.util.ArrayList;
import java.util.List;

/** What a method requires of its callers and does for them. */
public final class MethodContract {
    /** The first part of a path that begins at the result of the method. */
    public static final String RESULT = "result";

    /** A lock that the caller holds afterwards. */
    public record Taken(String path, OnResult when) {
    }

    /** The class that declares it, as an internal name. */
    public final String owner;
    public final String name;
    public final String descriptor;
    public final boolean isStatic;
    public final ValueContract receiver = new ValueContract();
    public final List<ValueContract> parameters = new ArrayList<>();
    /** The names of the parameters; empty if the class file has none. */
    public final List<String> names = new ArrayList<>();
    final List<Ann> annotations = new ArrayList<>();

    /** The results that the caller owns; {@code null} for none. */
    public OnResult acquires;
    /** The parameter that is the result, or {@code this}; {@code null} for none. */
    public String returns;
    /** The lender of the result; {@code null} if the method does not say. */
    public String borrowedFrom;
    public String resultTiedTo;
    public boolean resultEpoch;
    public final List<String> requiresLocks = new ArrayList<>();
    public final List<Taken> locks = new ArrayList<>();
    public final List<String> unlocks = new ArrayList<>();
    public boolean suspends;
    public String releasing = "";
    /** The constant of {@code Place}; {@code null} for any place. */
    public String place;
    public boolean noPreempt;
    /** Why the body is not checked; {@code null} if it is checked. */
    public String unchecked;
    /** Whether the lock that this method takes belongs to the thread. */
    public boolean threadOwned;

    MethodContract(String owner, String name, String descriptor, boolean isStatic) {
        this.owner = owner;
        this.name = name;
        this.descriptor = descriptor;
        this.isStatic = isStatic;
    }

    void read(List<Ann> of) {
        for (Ann ann : of) {
            annotations.add(ann);
            switch (ann.name()) {
                case "Acquires" -> acquires = ann.when();
                case "Returns" -> returns = ann.text("value");
                case "Borrowed" -> borrowedFrom = ann.text("from");
                case "TiedTo" -> resultTiedTo = ann.text("value");
                case "Epoch" -> resultEpoch = true;
                case "RequiresLock" -> requiresLocks.addAll(ann.texts("value"));
                case "Locks" -> locks.add(new Taken(ann.text("value"), ann.when()));
                case "Unlocks" -> unlocks.add(ann.text("value"));
                case "Suspends" -> {
                    suspends = true;
                    releasing = ann.text("releasing");
                }
                case "RunsOn" -> place = ann.text("value");
                case "NoPreempt" -> noPreempt = true;
                case "Unchecked" -> unchecked = ann.text("value");
                case "ThreadOwned" -> threadOwned = true;
                default -> receiver.read(List.of(ann));
            }
        }
    }

    /** Whether nothing is said about the method, its receiver and its parameters. */
    public boolean isEmpty() {
        return annotations.isEmpty() && parameters.stream().allMatch(ValueContract::isEmpty);
    }

    /** Returns the value that a name speaks of: a parameter, {@code this}, or {@code null} for none. */
    public ValueContract named(String of) {
        int index = names.indexOf(of);
        return of.equals("this") ? receiver : index < 0 ? null : parameters.get(index);
    }

    /** Returns the annotations of this name as they were written, for messages. */
    public String text(String annotation) {
        return String.join(" and ",
                annotations.stream().filter(ann -> ann.name().equals(annotation)).map(Ann::toString).toList());
    }

    /** The class and the method, for messages. */
    public String label() {
        return Names.simple(owner) + "." + (name.equals("<init>") ? "new" : name);
    }

    /** Every annotation in the order of the source, for documents. */
    public List<String> texts() {
        List<String> all = new ArrayList<>(annotations.stream().map(Ann::toString).toList());
        for (int i = 0; i < parameters.size(); i++) {
            if (!parameters.get(i).isEmpty()) {
                all.add((i < names.size() ? names.get(i) : "argument " + i) + ": " + parameters.get(i).text());
            }
        }
        return all;
    }
}
