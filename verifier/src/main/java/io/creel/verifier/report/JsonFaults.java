package io.creel.verifier.report;

import java.util.List;

/** Writes faults as JSON. Fields are added, never renamed. */
public final class JsonFaults {
    private JsonFaults() {
    }

    /** Returns one object with all faults and the statistics. */
    public static String text(List<RuleFault> faults, List<String> missing, Statistics statistics) {
        StringBuilder json = new StringBuilder("{\n  \"accepted\": ").append(faults.isEmpty());
        json.append(",\n  \"classes\": ").append(statistics.classes()).append(",\n  \"methods\": ")
                .append(statistics.methods()).append(",\n  \"checked\": ").append(statistics.checked())
                .append(",\n  \"states\": ").append(statistics.states()).append(",\n  \"elapsedMs\": ")
                .append(statistics.elapsedMs()).append(",\n  \"missing\": [")
                .append(String.join(", ", missing.stream().map(JsonFaults::quoted).toList()))
                .append("],\n  \"faults\": [");
        String separator = "";
        for (RuleFault fault : faults) {
            json.append(separator).append("\n    {\"code\": ").append(quoted(fault.code().name()))
                    .append(", \"class\": ").append(quoted(fault.type())).append(", \"method\": ")
                    .append(quoted(fault.method())).append(", \"file\": ").append(quoted(fault.file()))
                    .append(", \"line\": ").append(fault.line()).append(", \"message\": ")
                    .append(quoted(fault.headline())).append(", \"needed\": ").append(quoted(fault.needed()))
                    .append(", \"found\": ").append(quoted(fault.found())).append(", \"requiredBy\": ")
                    .append(quoted(fault.requiredBy())).append(", \"help\": ").append(quoted(fault.help()))
                    .append(", \"path\": [");
            String inner = "";
            for (RuleFault.PathStep step : fault.path()) {
                json.append(inner).append("{\"line\": ").append(step.line()).append(", \"text\": ")
                        .append(quoted(step.text())).append('}');
                inner = ", ";
            }
            json.append("]}");
            separator = ",";
        }
        return json.append(faults.isEmpty() ? "]\n}\n" : "\n  ]\n}\n").toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
