package io.lapwing.console;

import java.util.List;
import java.util.Optional;

/// Some of a list.
///
/// @param next pass it as the cursor of the following page; empty at the end. A page may hold fewer items than asked for,
///     even none, and still have a next one.
public record Page<T>(List<T> items, Optional<String> next) {
    /// The most items of one page.
    public static final int MAX_ITEMS = 1000;

    public Page {
        items = List.copyOf(items);
    }
}
