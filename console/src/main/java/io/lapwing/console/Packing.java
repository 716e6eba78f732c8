package io.lapwing.console;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// Sends text packed (gzip, RFC 9110 §8.4.1.3) to browsers that take it: a list of devices has a tenth of its octets then.
final class Packing {
    /// What fits into one segment arrives no sooner when it is packed.
    private static final int LEAST_BYTES = 1_000;

    private Packing() {}

    /// The same answer, packed where that is worth it.
    static Response of(Request request, Response response) {
        Optional<Bytes> page = page(response);
        if (page.isEmpty() || !isWelcome(request)) {
            return response;
        }
        return new Response(
                        response.status(),
                        response.contentType(),
                        response.headers(),
                        new Response.Body.Whole(packed(page.get())))
                .with("Content-Encoding", "gzip");
    }

    private static Optional<Bytes> page(Response response) {
        boolean text = response.contentType().filter(type -> type.startsWith("text/")).isPresent();
        return switch (response.body()) {
            case Response.Body.Whole whole when text && whole.octets().length() >= LEAST_BYTES ->
                    Optional.of(whole.octets());
            case Response.Body.Whole _, Response.Body.Streamed _ -> Optional.empty();
        };
    }

    /// Whether the browser takes gzip.
    static boolean isWelcome(Request request) {
        for (String coding : request.header("Accept-Encoding").orElse("").split(",", -1)) {
            String[] parts = coding.split(";", 2);
            if (parts[0].strip().equalsIgnoreCase("gzip")) {
                return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    static Bytes packed(Bytes octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length() / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(octets.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.of(out.toByteArray());
    }
}
