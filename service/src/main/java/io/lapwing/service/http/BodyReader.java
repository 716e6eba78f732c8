package io.lapwing.service.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.lapwing.crypto.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes a request's body within its route's limit.
///
/// A body comes with its length: a chunked one is refused (RFC 9112 §6.3, 411), because Helidon holds a whole chunk in
/// memory, of whatever size the peer declares.
final class BodyReader {
    /// What is read of a refused body, so that the peer gets to read the answer instead of a reset.
    private static final long DISCARDED_BYTES = 256 * 1024;

    private BodyReader() {}

    /// Why the body is not taken, before any of it is read.
    static Optional<Response> refusal(ServerRequest request, Route.Body body) {
        ServerRequestHeaders headers = request.headers();
        if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            return Optional.of(Problem.of(411, "chunked body: want Content-Length"));
        }
        long limit =
                switch (body) {
                    case Route.Body.Held held -> held.limitBytes();
                    case Route.Body.Streamed streamed -> streamed.limitBytes();
                };
        long length = headers.contentLength().orElse(0);
        return length > limit
                ? Optional.of(
                        Problem.of(
                                413,
                                "body of "
                                        + length
                                        + " bytes: want at most "
                                        + limit
                                        + "; send it in parts"))
                : Optional.empty();
    }

    static Bytes whole(ServerRequest request) {
        long length = request.headers().contentLength().orElse(0);
        if (length == 0) {
            return Bytes.EMPTY;
        }
        try (InputStream in = request.content().inputStream()) {
            // one more than there can be: so the end of the body is seen
            return Bytes.of(in.readNBytes(Math.toIntExact(length + 1)));
        } catch (IOException e) {
            throw new ServerConnectionException("body cut off", e);
        }
    }

    /// Reads a refused body away when it is small.
    ///
    /// @param body what is left of it
    static void discard(ServerRequest request, Supplier<InputStream> body) {
        long length = request.headers().contentLength().orElse(0);
        if (length == 0 || length > DISCARDED_BYTES) {
            return;
        }
        try (InputStream in = body.get()) {
            long _ = in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new ServerConnectionException("body cut off", e);
        }
    }
}
