package io.lapwing.service.http;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is answered.
///
/// @param status an HTTP status code, 200 to 599
/// @param headers further headers; the server adds date, length and the security headers itself
public record Response(
        int status, Optional<String> contentType, Map<String, String> headers, Body body) {
    /// `application/json` (RFC 8259 §11: no charset parameter).
    public static final String JSON = "application/json";

    /// Server-sent events (WHATWG HTML §9.2).
    public static final String EVENTS = "text/event-stream";

    public Response {
        headers = Map.copyOf(headers);
    }

    /// What a response carries.
    public sealed interface Body {
        /// All of it, at hand.
        record Whole(Bytes octets) implements Body {}

        /// Written piece by piece, in chunks, with memory bounded.
        ///
        /// @param endless it ends no sooner than its peer goes: a server that closes interrupts its writer
        record Streamed(Writer writer, boolean endless) implements Body {}
    }

    /// Writes a body. A fault after the first octet cuts the connection, so that the peer sees that it is not whole.
    @FunctionalInterface
    public interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /// 200 with octets.
    public static Response ok(String contentType, Bytes octets) {
        return of(200, contentType, octets);
    }

    public static Response of(int status, String contentType, Bytes octets) {
        return new Response(status, Optional.of(contentType), Map.of(), new Body.Whole(octets));
    }

    /// 200 with the JSON of a value.
    public static Response json(Json json, Object value) {
        return ok(JSON, json.write(value));
    }

    /// The JSON of a value.
    public static Response json(int status, Json json, Object value) {
        return of(status, JSON, json.write(value));
    }

    /// 200 with text in UTF-8.
    public static Response text(String text) {
        return ok("text/plain; charset=utf-8", Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// A problem (RFC 9457), for a status that no kind of [Fault] has.
    ///
    /// @param detail what to do about it
    public static Response problem(int status, String detail) {
        return Problem.of(status, detail);
    }

    /// A fault as the problem that a handler which throws it answers with.
    public static Response problem(Fault fault) {
        return Problem.of(fault);
    }

    /// A status without a body.
    public static Response empty(int status) {
        return new Response(status, Optional.empty(), Map.of(), new Body.Whole(Bytes.EMPTY));
    }

    /// 200 with a body of any length.
    public static Response streamed(String contentType, Writer writer) {
        return streamed(contentType, new Body.Streamed(writer, false));
    }

    /// 200 with server-sent events (WHATWG HTML §9.2): a server that closes interrupts the writer, and does not wait for it.
    public static Response events(Writer writer) {
        return streamed(EVENTS, new Body.Streamed(writer, true));
    }

    private static Response streamed(String contentType, Body.Streamed body) {
        return new Response(200, Optional.of(contentType), Map.of(), body);
    }

    /// The same response with one header more.
    public Response with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, contentType, more, body);
    }
}
