package io.lapwing.platform;

/// Something that the product can show by itself, from the first start to the end, and check on the way.
interface Story {
    /// By which it is asked for: `lapwing demo NAME`. Lower-case letters and hyphens.
    String name();

    /// In one line, for people.
    String description();

    /// Tells it. What is checked goes to the narrator; a fault that ends the story early counts as a check that failed.
    void tell(Narrator narrator);
}
