package io.lapwing.console.api;

import io.lapwing.console.Page;
import io.lapwing.console.Versioned;
import io.lapwing.service.Json;
import io.lapwing.service.http.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How answers are made of views.
final class Answers {
    static final Json JSON = Json.strict().build();

    private Answers() {}

    /// The job that goes on with it.
    record Started(String job) {}

    static Response one(Object view) {
        return Response.json(JSON, view);
    }

    static Response versioned(long version, Object view) {
        return one(view).with("ETag", EntityTag.of(version));
    }

    static <T> Response versioned(Versioned<T> found) {
        return versioned(found.version(), (Object) found.value());
    }

    /// 201 for what is at a path below the root from now on.
    static Response made(String path, long version, Object view) {
        return Response.json(201, JSON, view)
                .with("Location", Operation.ROOT + path)
                .with("ETag", EntityTag.of(version));
    }

    static Response nothing() {
        return Response.empty(204);
    }

    static Response started(String job) {
        return Response.json(202, JSON, new Started(job))
                .with("Location", Operation.ROOT + "/jobs/" + encoded(job));
    }

    /// A page, with the address of the next one (RFC 8288).
    static <T> Response page(Call call, Page<T> page) {
        return page(call, page, Function.identity());
    }

    static <T> Response page(Call call, Page<T> page, Function<T, ?> view) {
        List<?> views = page.items().stream().map(view).toList();
        Response answer = one(new Page<>(views, page.next()));
        return page.next().isEmpty()
                ? answer
                : answer.with("Link", "<" + following(call, page.next().get()) + ">; rel=\"next\"");
    }

    private static String following(Call call, String next) {
        StringBuilder address = new StringBuilder(encodedPath(call.request().path())).append('?');
        for (String name : call.request().queryNames()) {
            if (!name.equals("after")) {
                address.append(name)
                        .append('=')
                        .append(encoded(call.query(name).orElse("")))
                        .append('&');
            }
        }
        return address.append("after=").append(encoded(next)).toString();
    }

    /// The path as it may stand in a header: what a caller put into a segment is encoded again.
    private static String encodedPath(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(Answers::encoded)
                .collect(Collectors.joining("/"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
