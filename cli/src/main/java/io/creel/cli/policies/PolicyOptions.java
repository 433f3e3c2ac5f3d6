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

/** Shared by all commands that take policies: the list of policies, and the message about a wrong one. */
public final class PolicyOptions {
    /** The help text of an option that lists the policies. */
    public static final String LIST = "Print every policy on one line (name, numbers with defaults, words with the default first, effect, source), and exit.";
    /** The sentence of the help texts about the form. */
    public static final String FORM = "Numbers go in brackets, times with a unit, as in 'jbsq(3)/two-queue(5us, 256)'. Without WHEN it is fifo, without SCALING all workers. 'creel policies --list' describes every policy.";

    private PolicyOptions() {
    }

    /** Splits the values of a repeated option into policies, which commas separate. */
    public static List<String> split(List<String> given) {
        return given.stream().flatMap(each -> PolicyText.split(each).stream()).toList();
    }

    /** Explains what is wrong with the text of a policy, a fault plan or a record, and what to write instead. */
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

    /** Prints every policy, one per line. */
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
