package io.lapwing.console.api;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Json;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What every request goes through: its query, `Accept`, its body's form, `Idempotency-Key`, then the operation, then
/// `If-None-Match`. The server asked before who it is from, and whether he may.
final class Pipeline {
    private final Idempotency idempotency;

    Pipeline(Idempotency idempotency) {
        this.idempotency = idempotency;
    }

    Response handle(Operation operation, Request request) {
        checkQuery(operation, request);
        Optional<String> mediaType = MediaTypes.answer(operation.gives(), request.header("Accept"));
        if (mediaType.isEmpty()) {
            return Response.problem(406, "Accept: want " + MediaTypes.offered(operation.gives()));
        }
        Optional<String> wanted = wantedType(operation, request);
        if (wanted.isPresent()) {
            return Response.problem(415, "Content-Type: want " + wanted.get());
        }
        Response answer =
                operation.method().equals("POST")
                        ? once(operation, request, mediaType.get())
                        : act(operation, request, mediaType.get(), request.stream());
        return unmodified(operation, request, answer) ? notModified(answer) : answer;
    }

    private Response once(Operation operation, Request request, String mediaType) {
        Optional<String> key = request.header("Idempotency-Key");
        if (key.isEmpty()) {
            return act(operation, request, mediaType, request.stream());
        }
        if (!operation.repeatable()) {
            throw Fault.badInput(
                    "Idempotency-Key: want none here, because the answer shows a secret that is"
                            + " kept nowhere");
        }
        Fingerprint fingerprint = Fingerprint.of(operation, request);
        return idempotency.answer(
                new Idempotency.Asked(
                        request.principal().toString(),
                        Idempotency.key(key.get()),
                        operation.method() + " " + request.path()),
                fingerprint,
                () -> act(operation, request, mediaType, fingerprint.body()));
    }

    private static Response act(
            Operation operation, Request request, String mediaType, InputStream upload) {
        return operation
                .action()
                .answer(
                        new Call(
                                request.principal(),
                                request,
                                form(operation, request.body()),
                                upload,
                                mediaType));
    }

    private static Optional<Object> form(Operation operation, Bytes body) {
        return operation.takes() instanceof Operation.Takes.Document document
                ? Optional.of(Answers.JSON.read(body, document.form()))
                : Optional.empty();
    }

    private static void checkQuery(Operation operation, Request request) {
        Set<String> seen = new java.util.HashSet<>();
        for (String name : request.queryNames()) {
            if (!operation.query().contains(name)) {
                throw Fault.badInput(
                        "query parameter %s: want one of %s"
                                .formatted(
                                        shown(name), new java.util.TreeSet<>(operation.query())));
            }
            if (!seen.add(name)) {
                throw Fault.badInput("query parameter " + name + " twice: want it once");
            }
        }
    }

    /// A name of the caller's making, fit to be shown.
    private static String shown(String name) {
        String clean = name.replaceAll("[^A-Za-z0-9_.-]", "?");
        return clean.substring(0, Math.min(clean.length(), Json.NAME_LIMIT_CHARS / 4));
    }

    /// The media types that the body should have and has not.
    private static Optional<String> wantedType(Operation operation, Request request) {
        Set<String> types =
                switch (operation.takes()) {
                    case Operation.Takes.Nothing _ -> Set.of();
                    case Operation.Takes.Document _ -> Set.of(Response.JSON);
                    case Operation.Takes.Upload upload -> upload.types();
                };
        String given = MediaTypes.bare(request.header("Content-Type").orElse(""));
        return types.isEmpty() || types.contains(given.toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of(String.join(" or ", new java.util.TreeSet<>(types)));
    }

    private static boolean unmodified(Operation operation, Request request, Response answer) {
        String tag = answer.headers().get("ETag");
        return operation.method().equals("GET")
                && tag != null
                && request.header("If-None-Match")
                        .filter(names -> EntityTag.named(names, tag))
                        .isPresent();
    }

    private static Response notModified(Response answer) {
        return Response.empty(304).with("ETag", String.valueOf(answer.headers().get("ETag")));
    }
}
