package io.lapwing.console.api;

import io.lapwing.console.Page;
import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Request;
import io.lapwing.service.people.Principal;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// A request whose form was checked.
///
/// @param form what the body says, for an operation that takes a document
/// @param upload the body, for one that takes a file
/// @param mediaType what the answer is in
record Call(
        Principal who,
        Request request,
        Optional<Object> form,
        InputStream upload,
        String mediaType) {
    /// How many items a page has unless asked otherwise.
    static final int USUAL_ITEMS = 100;

    String path(String name) {
        return request.pathParameter(name);
    }

    Optional<String> query(String name) {
        return request.query(name);
    }

    Optional<String> header(String name) {
        return request.header(name);
    }

    <T> T form(Class<T> type) {
        return type.cast(
                form.orElseThrow(
                        () -> new Fault(Fault.Kind.INTERNAL, "a form where none is taken")));
    }

    /// How many items the page shall have at most.
    int limit() {
        return query("limit")
                .map(text -> Math.toIntExact(number("limit", text, 1, Page.MAX_ITEMS)))
                .orElse(USUAL_ITEMS);
    }

    Optional<String> after() {
        return query("after");
    }

    boolean flag(String name) {
        return query(name)
                .map(value ->
                        switch (value) {
                            case "true" -> true;
                            case "false" -> false;
                            default ->
                                    throw Fault.badInput(
                                            "query parameter " + name + ": want true or false");
                        })
                .orElse(false);
    }

    /// The version that the object must have.
    OptionalLong ifMatch() {
        return EntityTag.wanted(header("If-Match"));
    }

    int pathNumber(String name) {
        return Math.toIntExact(number(name, path(name), 0, Integer.MAX_VALUE));
    }

    static long number(String name, String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw Fault.badInput("%s: want a whole number from %d to %d".formatted(name, least, most));
    }
}
