package io.lapwing.console;

import io.lapwing.service.http.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The console's own cookie (RFC 6265bis): which theme was chosen. It tells nothing else.
final class Cookies {
    private static final String THEME = "lapwing-theme";
    private static final Set<String> THEMES = Set.of("light", "dark");
    private static final Duration YEAR = Duration.ofDays(365);

    private Cookies() {}

    /// A cookie's value; empty when there is none, or more than one of the name.
    private static Optional<String> value(Request request, String name) {
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
        return found;
    }

    static Optional<String> theme(Request request) {
        return value(request, THEME).filter(THEMES::contains);
    }

    /// A `Set-Cookie` value.
    ///
    /// @param wanted `light`, `dark`, or anything else for the system's
    static String theme(String wanted) {
        boolean chosen = THEMES.contains(wanted);
        return "%s=%s; Path=/; Secure; SameSite=Lax; Max-Age=%d"
                .formatted(THEME, chosen ? wanted : "", chosen ? YEAR.toSeconds() : 0);
    }
}
