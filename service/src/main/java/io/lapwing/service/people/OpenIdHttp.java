package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Asks an OpenID provider over HTTPS: no redirect is followed, no answer is waited for longer than five seconds or read
/// further than 256 KiB.
public final class OpenIdHttp implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int LIMIT_BYTES = 256 * 1024;
    private static final int OK = 200;

    private final HttpClient client;

    /// @param trusted whose certificates it believes
    public OpenIdHttp(SSLContext trusted) {
        client =
                HttpClient.newBuilder()
                        .sslContext(trusted)
                        .connectTimeout(TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    Bytes get(URI target) {
        return send(HttpRequest.newBuilder(target).timeout(TIMEOUT).GET().build());
    }

    Bytes post(URI target, String form, Optional<String> authorization) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return send(request.build());
    }

    private Bytes send(HttpRequest request) {
        try {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] octets = body.readNBytes(LIMIT_BYTES + 1);
                if (response.statusCode() != OK || octets.length > LIMIT_BYTES) {
                    throw away(
                            request,
                            "status " + response.statusCode() + ", " + octets.length + " bytes");
                }
                return Bytes.of(octets);
            }
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "OpenID provider at " + request.uri().getHost() + " does not answer",
                    e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw away(request, "interrupted");
        }
    }

    private static Fault away(HttpRequest request, String why) {
        return new Fault(
                Fault.Kind.UNAVAILABLE,
                "OpenID provider at " + request.uri().getHost() + ": " + why);
    }

    @Override
    public void close() {
        client.close();
    }
}
