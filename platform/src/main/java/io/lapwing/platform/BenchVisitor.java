package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Someone with a browser that runs no scripts: keeps cookies, fills in forms, reads pages. For what a bench sets up before
/// it measures.
///
/// @param origin `https://localhost:8444`
/// @param cookies that the server set, by their names
record BenchVisitor(HttpClient client, String origin, Map<String, String> cookies) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    BenchVisitor(HttpClient client, String origin) {
        this(client, origin, new LinkedHashMap<>());
    }

    /// Someone else, who was never here.
    BenchVisitor another() {
        return new BenchVisitor(client, origin);
    }

    /// The page at this path.
    String page(String path) {
        return send(request(path).GET().build());
    }

    /// Sends a form.
    ///
    /// @param fields names and values by turns
    /// @return the page that answers; nothing when the answer leads elsewhere
    String fill(String path, String... fields) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(encoded(fields[i]))
                    .append('=')
                    .append(encoded(fields[i + 1]));
        }
        return send(
                request(path)
                        .header("Origin", origin)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                        .build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(origin + path)).timeout(TIMEOUT);
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookie());
        }
        return request;
    }

    /// All cookies, as a request brings them.
    String cookie() {
        return cookies.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining("; "));
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw new Fault(
                        Fault.Kind.INTERNAL,
                        "%s %s: HTTP status %d"
                                .formatted(
                                        request.method(),
                                        request.uri().getPath(),
                                        answer.statusCode()));
            }
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
            return answer.body();
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, request.uri().getPath() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted while setting up", e);
        }
    }

    private void keep(String cookie) {
        String[] parts = cookie.split(";", 2)[0].split("=", 2);
        if (parts[1].isEmpty()) {
            cookies.remove(parts[0]);
        } else {
            cookies.put(parts[0], parts[1]);
        }
    }

    /// What stands in a page between two texts, at their first place.
    static String between(String page, String before, String after) {
        int from = page.indexOf(before);
        int to = from < 0 ? -1 : page.indexOf(after, from + before.length());
        if (to < 0) {
            throw new Fault(Fault.Kind.INTERNAL, "no " + before + " in a page");
        }
        return page.substring(from + before.length(), to);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
