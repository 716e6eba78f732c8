package io.lapwing.service.http;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Json;
import java.util.Map;
import java.util.Optional;

/// A problem as RFC 9457 §3.1 writes it.
///
/// @param type `about:blank`, where the title is the status's meaning (RFC 9457 §4.2.1)
/// @param detail what to do about it
/// @param id of an unexpected fault, to be found in the log
record Problem(
        String type, String title, int status, Optional<String> detail, Optional<String> id) {
    /// RFC 9457 §3.
    static final String MEDIA_TYPE = "application/problem+json";

    /// How soon to come again, when nothing better is known.
    private static final String RETRY_AFTER_S = "1";

    private static final Json JSON = Json.strict().build();

    private static final Map<Integer, String> TITLES =
            Map.ofEntries(
                    Map.entry(400, "Bad Request"),
                    Map.entry(401, "Unauthorized"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(405, "Method Not Allowed"),
                    Map.entry(406, "Not Acceptable"),
                    Map.entry(409, "Conflict"),
                    Map.entry(411, "Length Required"),
                    Map.entry(412, "Precondition Failed"),
                    Map.entry(413, "Content Too Large"),
                    Map.entry(415, "Unsupported Media Type"),
                    Map.entry(422, "Unprocessable Content"),
                    Map.entry(429, "Too Many Requests"),
                    Map.entry(500, "Internal Server Error"),
                    Map.entry(501, "Not Implemented"),
                    Map.entry(503, "Service Unavailable"),
                    Map.entry(505, "HTTP Version Not Supported"));

    static Response of(Fault fault) {
        return of(status(fault.kind()), fault.getMessage());
    }

    static Response of(int status, String detail) {
        Response response = response(status, Optional.of(detail), Optional.empty());
        return status == 503 || status == 429
                ? response.with("Retry-After", RETRY_AFTER_S)
                : response;
    }

    /// Tells nothing but where to look.
    static Response unexpected(String id) {
        return response(500, Optional.empty(), Optional.of(id));
    }

    private static Response response(int status, Optional<String> detail, Optional<String> id) {
        String title = TITLES.getOrDefault(status, "Error");
        Problem problem = new Problem("about:blank", title, status, detail, id);
        return Response.of(status, MEDIA_TYPE, JSON.write(problem));
    }

    /// What a response says when it is a problem.
    static Optional<ErrorPages.Trouble> trouble(Response response) {
        boolean problem = response.contentType().filter(MEDIA_TYPE::equals).isPresent();
        return switch (response.body()) {
            case Response.Body.Whole whole when problem -> {
                Problem said = JSON.read(whole.octets(), Problem.class);
                yield Optional.of(
                        new ErrorPages.Trouble(said.status, said.title, said.detail, said.id));
            }
            case Response.Body.Whole _, Response.Body.Streamed _ -> Optional.empty();
        };
    }

    /// The one place where kinds become statuses.
    static int status(Fault.Kind kind) {
        return switch (kind) {
            case BAD_INPUT -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case EXHAUSTED -> 429;
            case UNAVAILABLE -> 503;
            case TAMPERED, INTERNAL -> 500;
        };
    }
}
