package io.lapwing.platform;

import java.util.List;

/// What a story checked, as `--json` gives it: the names of the fields are part of the command's contract.
///
/// @param story the story's name
/// @param held whether every step held
record StoryReport(String story, boolean held, List<Step> steps) {
    /// One check.
    ///
    /// @param name stays the same from one version to the next: `join-1.1`
    /// @param claim what should be true, for people
    /// @param detail what was seen
    record Step(String name, String claim, boolean held, String detail, long millis) {}

    StoryReport {
        steps = List.copyOf(steps);
    }

    static StoryReport of(String story, List<Step> steps) {
        return new StoryReport(
                story, !steps.isEmpty() && steps.stream().allMatch(Step::held), steps);
    }
}
