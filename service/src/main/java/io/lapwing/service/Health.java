package io.lapwing.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Whether a service can do its work, by the checks of its parts.
public final class Health {
    private final List<Check> checks;

    /// One part.
    ///
    /// @param name `vault`, `store`, `audit`
    /// @param problem what keeps it from working now, in words without secrets; empty when it works. Quick: it is asked
    ///     at each look.
    public record Check(String name, Supplier<Optional<String>> problem) {}

    /// What was found.
    ///
    /// @param ready whether all parts work
    public record Report(boolean ready, List<Part> parts) {}

    /// What was found of one part.
    public record Part(String name, boolean ready, Optional<String> problem) {}

    /// A look over these parts.
    public Health(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /// Asks every part.
    public Report look() {
        List<Part> parts = new ArrayList<>();
        for (Check check : checks) {
            Optional<String> problem = ask(check);
            parts.add(new Part(check.name(), problem.isEmpty(), problem));
        }
        return new Report(parts.stream().allMatch(Part::ready), parts);
    }

    private static Optional<String> ask(Check check) {
        try {
            return check.problem().get();
        } catch (RuntimeException e) {
            return Optional.of("does not answer: " + e.getClass().getSimpleName());
        }
    }
}
