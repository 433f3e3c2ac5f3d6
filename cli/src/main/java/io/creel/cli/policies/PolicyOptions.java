package io.creel.cli.policies;

import io.creel.cli.CommandErrors;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.policy.PolicyAxis;
import io.creel.schedulers.policy.PolicyProvider;
import io.creel.schedulers.policy.PolicyText;
import io.creel.schedulers.policy.UnknownPolicyException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What all commands that take policies have in common: the list of policies, and the sentence about a wrong one. */
public final class PolicyOptions {
    /** The help text of an option that lists the policies. */
    public static final String LIST = "Print every policy there is, each in one line: its name, its numbers with their defaults, the words it takes, the default first, what it does and its source. Nothing else is done.";
    /** What the help texts say about the form. */
    public static final String FORM = "Numbers stand in brackets, times with their unit, as in 'jbsq(3)/two-queue(5us, 256)'; what is left out is fifo, and all workers. 'creel policies --list' describes every policy.";

    private PolicyOptions() {
    }

    /** Splits what was given into policies: the option may be repeated, and have commas between policies. */
    public static List<String> split(List<String> given) {
        return given.stream().flatMap(each -> PolicyText.split(each).stream()).toList();
    }

    /** Says what is wrong with the text of a policy, of a fault plan or of a record, and what to write instead. */
    public static ParameterException explain(CommandSpec spec, IllegalArgumentException wrong) {
        String sentence = wrong instanceof UnknownPolicyException unknown ? sentence(unknown) : wrong.getMessage();
        return new ParameterException(spec.commandLine(), sentence, wrong);
    }

    private static String sentence(UnknownPolicyException unknown) {
        String kind = unknown.axis().word() + " policy";
        return (unknown.elsewhere().isEmpty()
                ? CommandErrors.explainUnknown(kind, unknown.name(), unknown.known())
                : "there is no " + kind + " '" + unknown.name() + "'; " + unknown.elsewhere() + ".")
                + " 'creel policies --list' describes them.";
    }

    /** Prints every policy, a line each. */
    public static void list(PrintWriter out) {
        for (PolicyAxis axis : PolicyAxis.values()) {
            out.println(axis.word());
            int width = Policies.providers(axis).stream().mapToInt(each -> each.usage().length()).max().orElse(0);
            for (PolicyProvider<?> each : Policies.providers(axis)) {
                out.println(
                        "  " + each.usage() + " ".repeat(width - each.usage().length()) + "  " + each.summary() + " ["
                                + each.source() + "]");
            }
        }
        out.flush();
    }
}
