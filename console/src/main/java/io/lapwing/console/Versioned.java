package io.lapwing.console;

/// A view with the version of the row behind it: its entity tag.
///
/// @param version rises with each change
public record Versioned<T>(long version, T value) {}
