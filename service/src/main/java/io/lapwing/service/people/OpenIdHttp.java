package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/// Asks an OpenID provider over HTTPS: no redirect is followed, no answer is waited for longer than five seconds, to its
/// last octet, or longer than 256 KiB.
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
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
    }

    /// What was answered.
    ///
    /// @param status an HTTP status code
    record Answer(int status, Bytes body) {}

    /// The body of a 200.
    ///
    /// @throws Fault `UNAVAILABLE` for anything else
    Bytes get(URI target) {
        HttpRequest request = HttpRequest.newBuilder(target).GET().build();
        Answer answer = send(request);
        if (answer.status() != OK) {
            throw away(target, "status " + answer.status() + ", want 200");
        }
        return answer.body();
    }

    Answer post(URI target, String form, Optional<String> authorization) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(form));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return send(request.build());
    }

    private Answer send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> coming =
                client.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), LIMIT_BYTES));
        try {
            HttpResponse<byte[]> answer = coming.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(answer.statusCode(), Bytes.of(answer.body()));
        } catch (ExecutionException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "OpenID provider at "
                            + request.uri().getHost()
                            + " does not answer in %d KiB over TLS that is trusted here"
                                    .formatted(LIMIT_BYTES / 1024),
                    e);
        } catch (TimeoutException _) {
            boolean _ = coming.cancel(true);
            throw away(request.uri(), "no answer within " + TIMEOUT.toSeconds() + " s");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            boolean _ = coming.cancel(true);
            throw away(request.uri(), "interrupted");
        }
    }

    static Fault away(URI target, String why) {
        return new Fault(
                Fault.Kind.UNAVAILABLE, "OpenID provider at " + target.getHost() + ": " + why);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
