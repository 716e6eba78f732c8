package io.lapwing.service.http;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.TlsMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// Asks other servers over HTTPS, with a certificate of our own. It follows no redirect, and takes no answer longer or
/// later than it was told to.
///
/// Instances are safe for use by many threads.
public final class HttpsClient implements AutoCloseable {
    private final HttpClient client;
    private final Duration timeout;
    private final int limitBytes;

    /// A client that shows and trusts what `tls` says.
    ///
    /// @param timeout for the whole of one exchange
    /// @param limitBytes of an answer's body
    public HttpsClient(TlsMaterial tls, Duration timeout, int limitBytes) {
        this.timeout = timeout;
        this.limitBytes = limitBytes;
        client =
                HttpClient.newBuilder()
                        .sslContext(TlsContexts.of(tls))
                        .connectTimeout(timeout)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
    }

    /// What was answered.
    ///
    /// @param status an HTTP status code
    public record Answer(int status, Bytes body) {}

    public Answer get(URI target) {
        return send(request(target).GET().build());
    }

    /// Posts a body and waits for the answer.
    ///
    /// @param headers further ones: `Authorization`
    /// @throws Fault `UNAVAILABLE` when there is no answer in time, or one that is too long
    public Answer post(URI target, String contentType, Map<String, String> headers, Bytes body) {
        return send("POST", target, contentType, headers, body);
    }

    /// As [#post], with any method.
    public Answer send(
            String method,
            URI target,
            String contentType,
            Map<String, String> headers,
            Bytes body) {
        HttpRequest.Builder builder = request(target).header("Content-Type", contentType);
        headers.forEach(builder::header);
        return send(
                builder.method(method, HttpRequest.BodyPublishers.ofByteArray(body.toArray()))
                        .build());
    }

    private HttpRequest.Builder request(URI target) {
        if (!"https".equals(target.getScheme()) || target.getUserInfo() != null) {
            throw Fault.badInput(
                    "target " + target.getHost() + ": want an https:// URL without user");
        }
        return HttpRequest.newBuilder(target).timeout(timeout);
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                byte[] octets = in.readNBytes(limitBytes + 1);
                if (octets.length > limitBytes) {
                    throw unavailable(request, "answers over " + limitBytes + " bytes", null);
                }
                return new Answer(response.statusCode(), Bytes.of(octets));
            }
        } catch (IOException e) {
            throw unavailable(request, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(request, "interrupted", e);
        }
    }

    private static Fault unavailable(
            HttpRequest request, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = request.uri().getAuthority() + ": " + why;
        return cause == null
                ? new Fault(Fault.Kind.UNAVAILABLE, message)
                : new Fault(Fault.Kind.UNAVAILABLE, message, cause);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
