package io.creel.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement of a random program. Its text has a gap for each block in it. All variables are declared at the beginning
 * of the method, so a program compiles wherever its statements stand.
 *
 * @param parts
 *            the text around the blocks, one part more than there are blocks
 * @param blocks
 *            the blocks; may be changed
 */
record Statement(List<String> parts, List<List<Statement>> blocks) {
    static Statement of(String text) {
        return new Statement(List.of(text), List.of());
    }

    static Statement of(String before, List<Statement> block, String after) {
        return new Statement(List.of(before, after), List.of(block));
    }

    static Statement of(String before, List<Statement> one, String between, List<Statement> two, String after) {
        return new Statement(List.of(before, between, after), List.of(one, two));
    }

    Statement copy() {
        List<List<Statement>> copies = new ArrayList<>();
        blocks.forEach(block -> copies.add(copy(block)));
        return new Statement(parts, copies);
    }

    static List<Statement> copy(List<Statement> block) {
        List<Statement> copies = new ArrayList<>();
        block.forEach(each -> copies.add(each.copy()));
        return copies;
    }

    /** Returns the statement with other texts and copies of its blocks. */
    Statement with(String name, String by) {
        return new Statement(parts.stream().map(part -> part.replaceAll("\\b" + name + "\\b", by)).toList(),
                copy().blocks);
    }

    /** Adds every block below some statements, that of the statements themselves first. */
    static void collect(List<Statement> block, List<List<Statement>> to) {
        to.add(block);
        block.forEach(each -> each.blocks.forEach(inner -> collect(inner, to)));
    }

    static void write(List<Statement> block, String indent, StringBuilder to) {
        for (Statement each : block) {
            for (int i = 0; i < each.parts.size(); i++) {
                for (String line : each.parts.get(i).split("\n")) {
                    to.append(indent).append(line).append('\n');
                }
                if (i < each.blocks.size()) {
                    write(each.blocks.get(i), indent + "    ", to);
                }
            }
        }
    }
}
