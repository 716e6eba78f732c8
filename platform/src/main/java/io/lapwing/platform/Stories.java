package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.util.List;
import java.util.stream.Collectors;

/// The stories there are. The first is told when none is named; a new one is a class and a place in this list.
record Stories(List<Story> all) {
    /// The name that means every story.
    static final String ALL = "all";

    Stories {
        all = List.copyOf(all);
    }

    /// @param cards for the story that wants one
    static Stories ofTheProduct(CardSource cards) {
        return new Stories(
                List.of(
                        new JoinStory(),
                        TrustStory.ofTheProduct(),
                        DeviceStory.ofTheProduct(cards)));
    }

    /// The stories that a name means.
    ///
    /// @param name of one, `all`, or empty for the first
    /// @throws Fault `BAD_INPUT` when there is none of this name
    List<Story> named(String name) {
        if (name.isEmpty()) {
            return List.of(all.getFirst());
        }
        if (name.equals(ALL)) {
            return all;
        }
        List<Story> found = all.stream().filter(story -> story.name().equals(name)).toList();
        if (found.isEmpty()) {
            throw Fault.badInput(
                    "no story "
                            + name
                            + ": want "
                            + all.stream().map(Story::name).collect(Collectors.joining(", "))
                            + " or "
                            + ALL);
        }
        return found;
    }
}
