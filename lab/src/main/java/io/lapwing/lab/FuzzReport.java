package io.lapwing.lab;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What came of it.
record FuzzReport(long seed, String folder, List<Target> targets) {
    /// One target.
    ///
    /// @param inputs how many were tried
    /// @param coverage how many edges of the code they reached
    /// @param corpus how many inputs are kept, each for something that no other reaches
    /// @param finding what broke it
    record Target(
            String name, long inputs, long coverage, long corpus, Optional<Finding> finding) {}

    /// An input that breaks a promise.
    ///
    /// @param what happened
    /// @param input the file that holds the input; the next run in this folder tries it first
    /// @param hex its octets
    record Finding(String what, String input, String hex) {}

    boolean found() {
        return targets.stream().anyMatch(target -> target.finding().isPresent());
    }

    /// For people.
    String text() {
        return targets.stream().map(FuzzReport::line).collect(Collectors.joining("\n"));
    }

    private static String line(Target target) {
        String facts =
                "%-5s %-9s %,d inputs, %,d edges reached, %,d inputs kept"
                        .formatted(
                                target.finding().isPresent() ? "FAIL" : "ok",
                                target.name(),
                                target.inputs(),
                                target.coverage(),
                                target.corpus());
        return facts
                + target.finding()
                        .map(finding ->
                                "\n      %s\n      input: %s\n      octets: %s"
                                        .formatted(finding.what(), finding.input(), finding.hex()))
                        .orElse("");
    }
}
