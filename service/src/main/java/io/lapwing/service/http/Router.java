package io.lapwing.service.http;

import io.lapwing.crypto.Fault;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Finds the route of a request: fixed paths by a look-up, patterns in the order they were given.
public final class Router {
    private final Map<String, Map<String, Route>> fixed = new HashMap<>();
    private final List<Pattern> patterns = new ArrayList<>();

    /// @throws Fault `BAD_INPUT` for two routes of one method and path
    public Router(List<Route> routes) {
        for (Route route : routes) {
            Map<String, Route> byMethod =
                    route.path().contains("{") ? pattern(route) : fixed(route);
            if (byMethod.putIfAbsent(route.method(), route) != null) {
                throw Fault.badInput(
                        "two routes for " + route.method() + " " + route.path() + ": want one");
            }
        }
    }

    /// What a path leads to.
    public sealed interface Found {
        record Match(Route route, Map<String, String> parameters) implements Found {}

        /// The path has no such method.
        ///
        /// @param allowed the methods that the path has, as the `Allow` header lists them
        record OtherMethod(String allowed) implements Found {}

        record Nothing() implements Found {}
    }

    /// Where the request leads.
    ///
    /// @param rawPath percent-encoded
    public Found find(String method, String rawPath) {
        Map<String, Route> byMethod = fixed.get(rawPath);
        if (byMethod != null) {
            return match(byMethod, method, Map.of());
        }
        String[] segments = rawPath.split("/", -1);
        for (Pattern pattern : patterns) {
            Optional<Map<String, String>> parameters = pattern.match(segments);
            if (parameters.isPresent()) {
                return match(pattern.byMethod, method, parameters.get());
            }
        }
        return new Found.Nothing();
    }

    private static Found match(
            Map<String, Route> byMethod, String method, Map<String, String> parameters) {
        Route route = byMethod.get(method);
        return route == null
                ? new Found.OtherMethod(String.join(", ", new TreeSet<>(byMethod.keySet())))
                : new Found.Match(route, parameters);
    }

    private Map<String, Route> fixed(Route route) {
        return fixed.computeIfAbsent(route.path(), _ -> new HashMap<>());
    }

    private Map<String, Route> pattern(Route route) {
        for (Pattern known : patterns) {
            if (known.path.equals(route.path())) {
                return known.byMethod;
            }
        }
        Pattern made = new Pattern(route.path());
        patterns.add(made);
        return made.byMethod;
    }

    private static final class Pattern {
        final String path;
        final Map<String, Route> byMethod = new HashMap<>();
        private final String[] segments;

        Pattern(String path) {
            this.path = path;
            segments = path.split("/", -1);
        }

        Optional<Map<String, String>> match(String[] given) {
            if (given.length != segments.length) {
                return Optional.empty();
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            for (int i = 0; i < given.length; i++) {
                String wanted = segments[i];
                if (wanted.startsWith("{") && wanted.endsWith("}") && !given[i].isEmpty()) {
                    parameters.put(wanted.substring(1, wanted.length() - 1), decode(given[i]));
                } else if (!wanted.equals(given[i])) {
                    return Optional.empty();
                }
            }
            return Optional.of(parameters);
        }

        /// A path segment's percent-encoding (RFC 3986 §2.1), in which `+` is itself.
        private static String decode(String segment) {
            if (segment.indexOf('%') < 0) {
                return segment;
            }
            try {
                return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException _) {
                throw Fault.badInput("path: want %, two hexadecimal digits");
            }
        }
    }
}
