package io.lapwing.console.api;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Response;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Entity tags: a row's version in quotes (RFC 9110 §8.8.3).
final class EntityTag {
    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");

    private EntityTag() {}

    static String of(long version) {
        return "\"" + version + "\"";
    }

    /// What `If-Match` asks for (RFC 9110 §13.1.1); empty when it is absent or `*`, which every object that is there
    /// matches.
    ///
    /// @throws Fault `BAD_INPUT` for what is no tag of this API
    static OptionalLong wanted(Optional<String> ifMatch) {
        if (ifMatch.isEmpty() || ifMatch.get().equals("*")) {
            return OptionalLong.empty();
        }
        Matcher matcher = TAG.matcher(ifMatch.get());
        if (!matcher.matches()) {
            throw Fault.badInput(
                    "If-Match: want one entity tag as an answer gave it, such as \"7\"");
        }
        return OptionalLong.of(Long.parseLong(matcher.group(1)));
    }

    /// Whether `If-None-Match` names this tag (RFC 9110 §13.1.2, compared weakly).
    static boolean named(String ifNoneMatch, String tag) {
        for (String one : ifNoneMatch.split(",", -1)) {
            String bare = one.strip();
            if (bare.equals("*") || bare.equals(tag) || bare.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    /// Makes a change that wants a version: 412 when the object has another, before or by the time it is made.
    static Response guarded(OptionalLong wanted, LongSupplier current, Supplier<Response> change) {
        if (wanted.isEmpty()) {
            return change.get();
        }
        if (current.getAsLong() != wanted.getAsLong()) {
            return failed(wanted.getAsLong(), current.getAsLong());
        }
        try {
            return change.get();
        } catch (Fault fault) {
            long now = fault.kind() == Fault.Kind.CONFLICT ? current.getAsLong() : -1;
            if (now >= 0 && now != wanted.getAsLong()) {
                return failed(wanted.getAsLong(), now);
            }
            throw fault;
        }
    }

    private static Response failed(long wanted, long current) {
        return Response.problem(
                412,
                "If-Match %s, and the object has %s: read it again, then decide"
                        .formatted(of(wanted), of(current)));
    }
}
