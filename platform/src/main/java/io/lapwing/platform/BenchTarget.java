package io.lapwing.platform;

import java.util.List;

/// What is wanted of a figure, and whether it is so.
///
/// @param wanted at most
/// @param seen the worst, where it is several
record BenchTarget(String what, double wanted, double seen, boolean reached) {
    static BenchTarget below(String what, double wanted, double seen) {
        return new BenchTarget(what, wanted, BenchBounds.rounded(seen), seen <= wanted);
    }

    static TextTable table(List<BenchTarget> targets) {
        TextTable table = new TextTable("target", "at most", "seen", "reached");
        targets.forEach(one ->
                table.row(one.what(), one.wanted(), one.seen(), one.reached() ? "yes" : "no"));
        return table;
    }
}
