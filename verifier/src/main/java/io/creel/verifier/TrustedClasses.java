package io.creel.verifier;

import io.creel.verifier.contract.BadInput;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Classes whose bodies are not checked, each with a reason. A line is {@code CLASS — REASON}, or a comment that begins
 * with two slashes. Nested classes are trusted with their outer class.
 *
 * @param reasons
 *            the reasons, by the name of the class
 */
record TrustedClasses(Map<String, String> reasons) {
    static TrustedClasses read(String file, String text) {
        Map<String, String> reasons = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.split("\n")) {
            number++;
            if (line.isBlank() || line.startsWith("//")) {
                continue;
            }
            String[] parts = line.split(" — ", 2);
            if (parts.length < 2 || parts[1].isBlank()) {
                throw new BadInput("CR093", "the list of trusted classes has a line without a reason: file=" + file
                        + ", line=" + number);
            }
            reasons.put(parts[0].strip(), parts[1].strip());
        }
        return new TrustedClasses(reasons);
    }

    boolean holds(String type) {
        for (String each = type; !each.isEmpty(); each = each.substring(0, Math.max(0, each.lastIndexOf('.')))) {
            if (reasons.containsKey(each)) {
                return true;
            }
        }
        return false;
    }
}
