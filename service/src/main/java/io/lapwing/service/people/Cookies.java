package io.lapwing.service.people;

import io.lapwing.service.http.Request;
import java.util.Optional;

/// The cookies of people: `__Host-`, so that no other host and no plain HTTP sets them (RFC 6265bis §4.1.3).
final class Cookies {
    static final String SESSION = "__Host-session";
    static final String FLOW = "__Host-sign-in";

    private Cookies() {}

    static String set(String name, String value) {
        return name + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=Strict";
    }

    /// For a way that leads over another site and back, which `Strict` would cut.
    static String setLax(String name, String value) {
        return name + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=Lax";
    }

    static String clear(String name) {
        return set(name, "") + "; Max-Age=0";
    }

    /// The value of a cookie; empty when it is not there, or there twice.
    static Optional<String> value(Request request, String name) {
        Optional<String> found = Optional.empty();
        for (String pair : request.header("Cookie").orElse("").split(";", -1)) {
            String[] parts = pair.strip().split("=", 2);
            if (parts.length == 2 && parts[0].equals(name)) {
                if (found.isPresent()) {
                    return Optional.empty();
                }
                found = Optional.of(parts[1]);
            }
        }
        return found.filter(value -> !value.isEmpty());
    }
}
