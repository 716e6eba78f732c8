package io.lapwing.console.api;

import io.lapwing.console.Page;
import io.lapwing.service.http.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Pages of a list that is at hand as a whole.
final class Lists {
    private Lists() {}

    /// The page that the call asks for, in the order of the names.
    ///
    /// @param name of an item, unlike all others: the cursor
    static <T> Response byName(Call call, List<T> all, Function<T, String> name) {
        return page(
                call,
                all.stream()
                        .sorted(Comparator.comparing(name))
                        .filter(item ->
                                call.after()
                                        .filter(after -> name.apply(item).compareTo(after) <= 0)
                                        .isEmpty())
                        .toList(),
                name);
    }

    /// The page that the call asks for, in the order of the list; empty when the item that its cursor names is gone.
    static <T> Response inOrder(Call call, List<T> all, Function<T, String> name) {
        Optional<String> after = call.after();
        return page(
                call,
                after.isEmpty()
                        ? all
                        : all.stream()
                                .dropWhile(item -> !name.apply(item).equals(after.get()))
                                .skip(1)
                                .toList(),
                name);
    }

    private static <T> Response page(Call call, List<T> rest, Function<T, String> name) {
        int limit = call.limit();
        List<T> items = rest.subList(0, Math.min(limit, rest.size()));
        Optional<String> next =
                rest.size() > limit ? Optional.of(name.apply(items.getLast())) : Optional.empty();
        return Answers.page(call, new Page<>(items, next));
    }
}
