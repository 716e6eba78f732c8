package io.lapwing.service.events;

import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Scope;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// An address to which events are posted.
///
/// @param url checked by [AddressRules#checkUrl]
/// @param types beginnings of event types; none: all
/// @param madeBy who made it, as the audit log names him
/// @param scopes what he could see when he made it: it is told of what is within one of them, while he may see it
/// @param cursors by audit log the index of the last record that was delivered or passed over
/// @param failures attempts in vain since the last that got through
/// @param failingSince when the first of them was
/// @param nextAttempt not before then
/// @param problem why the last attempt was in vain
public record Webhook(
        String id,
        String url,
        List<String> types,
        String madeBy,
        List<Scope> scopes,
        Instant madeAt,
        State state,
        SortedMap<String, Long> cursors,
        int failures,
        Optional<Instant> failingSince,
        Optional<Instant> nextAttempt,
        Optional<String> problem) {
    /// The most beginnings of types.
    public static final int MAX_TYPES = 16;

    private static final int MAX_TYPE_LENGTH = 32;

    /// Whether it is told of anything.
    public enum State {
        ACTIVE,
        /// By a person; events wait for it.
        PAUSED,
        /// Since it failed for too long; events wait for it.
        FAILED
    }

    public Webhook {
        var _ = AddressRules.checkUrl(url);
        types = List.copyOf(types);
        scopes = List.copyOf(scopes);
        cursors = Collections.unmodifiableSortedMap(new TreeMap<>(cursors));
        if (types.size() > MAX_TYPES
                || types.stream().anyMatch(type -> !type.matches("[a-z.]{1,32}"))) {
            throw Fault.badInput(
                    "types: want at most %d beginnings of event types of at most %d of a-z and ."
                            .formatted(MAX_TYPES, MAX_TYPE_LENGTH));
        }
    }

    Webhook at(String log, long index) {
        SortedMap<String, Long> next = new TreeMap<>(cursors);
        next.put(log, index);
        return new Webhook(
                id,
                url,
                types,
                madeBy,
                scopes,
                madeAt,
                state,
                next,
                failures,
                failingSince,
                nextAttempt,
                problem);
    }

    /// All is well again.
    Webhook in(State next) {
        return new Webhook(
                id,
                url,
                types,
                madeBy,
                scopes,
                madeAt,
                next,
                cursors,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Webhook to(String newUrl, List<String> newTypes) {
        return new Webhook(
                id,
                newUrl,
                newTypes,
                madeBy,
                scopes,
                madeAt,
                state,
                cursors,
                failures,
                failingSince,
                nextAttempt,
                problem);
    }

    Webhook failed(State next, Instant now, Instant again, String why) {
        return new Webhook(
                id,
                url,
                types,
                madeBy,
                scopes,
                madeAt,
                next,
                cursors,
                failures + 1,
                Optional.of(failingSince.orElse(now)),
                Optional.of(again),
                Optional.of(why));
    }
}
