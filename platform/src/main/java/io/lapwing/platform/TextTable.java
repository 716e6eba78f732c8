package io.lapwing.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A table as text: columns two spaces apart, numbers to the right.
final class TextTable {
    private static final String GAP = "  ";

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... header) {
        this.header = List.of(header);
    }

    /// @param cells as many as the header has
    TextTable row(Object... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException(
                    "row of %d cells: want %d".formatted(cells.length, header.size()));
        }
        rows.add(IntStream.range(0, cells.length).mapToObj(i -> text(cells[i])).toList());
        return this;
    }

    /// The lines, header first, none longer than `columns`; a longer one ends in an ellipsis.
    List<String> lines(int columns) {
        List<Integer> widths = IntStream.range(0, header.size()).mapToObj(this::width).toList();
        var lines = new ArrayList<String>();
        lines.add(line(header, widths));
        lines.add(widths.stream().map("-"::repeat).collect(Collectors.joining(GAP)));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines.stream().map(line -> cut(line, columns)).toList();
    }

    private static String text(Object cell) {
        return switch (cell) {
            case Integer number -> "%,d".formatted(number);
            case Long number -> "%,d".formatted(number);
            case Double number -> "%,.2f".formatted(number);
            default -> cell.toString();
        };
    }

    private int width(int column) {
        int longest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        return Math.max(longest, header.get(column).length());
    }

    private String line(List<String> cells, List<Integer> widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(i -> padded(cells.get(i), widths.get(i), isNumeric(i)))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private boolean isNumeric(int column) {
        return !rows.isEmpty()
                && rows.stream().allMatch(row -> row.get(column).matches("-?[0-9][0-9,.]*"));
    }

    private static String padded(String cell, int width, boolean right) {
        String space = " ".repeat(width - cell.length());
        return right ? space + cell : cell + space;
    }

    private static String cut(String line, int columns) {
        return line.length() <= columns ? line : line.substring(0, columns - 1) + "…";
    }
}
