package io.lapwing.service.people;

import io.lapwing.service.http.Request;

/// From where somebody asks.
///
/// @param address without the port
/// @param browser as it names itself, at most 200 characters; for lists of sessions alone
public record Caller(String address, String browser) {
    private static final int MAX_BROWSER_LENGTH = 200;

    public Caller {
        browser =
                browser.length() <= MAX_BROWSER_LENGTH
                        ? browser
                        : browser.substring(0, MAX_BROWSER_LENGTH);
    }

    public static Caller of(Request request) {
        String remote = request.remote();
        int colon = remote.lastIndexOf(':');
        return new Caller(
                colon < 0 ? remote : remote.substring(0, colon),
                request.header("User-Agent").orElse(""));
    }

    /// Whom to count guesses by: an IPv4 address, or the /64 of an IPv6 address, which is one household's.
    String network() {
        String bare = address.replace("[", "").replace("]", "");
        String[] groups = bare.split(":", -1);
        return groups.length == 8
                ? String.join(":", java.util.List.of(groups).subList(0, 4))
                : bare;
    }
}
