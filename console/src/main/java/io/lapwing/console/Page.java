package io.lapwing.console;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

    /// A page of what was asked for with one item more than it holds: whether that one came tells whether this is the end.
    ///
    /// @param found `limit` + 1 items, fewer at the end
    /// @param cursor what of an item is passed as cursor
    public static <A, T> Page<T> of(
            List<A> found, int limit, Function<A, String> cursor, Function<A, T> view) {
        List<A> here = found.subList(0, Math.min(limit, found.size()));
        return new Page<>(
                here.stream().map(view).toList(),
                found.size() > limit
                        ? Optional.of(cursor.apply(here.getLast()))
                        : Optional.empty());
    }
}
