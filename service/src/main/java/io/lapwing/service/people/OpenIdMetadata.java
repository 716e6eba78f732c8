package io.lapwing.service.people;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Json;
import io.lapwing.service.JsonName;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a provider says of itself (OpenID Connect Discovery 1.0 §4), and its keys. Keys come from its own endpoint alone,
/// whatever a token's header points to.
final class OpenIdMetadata {
    /// How long metadata and keys are believed.
    private static final Duration LIFE = Duration.ofHours(1);

    /// A provider that did not answer is asked again after this: whoever comes meanwhile does not wait for it.
    private static final Duration REST = Duration.ofSeconds(10);

    /// How long one waits for another who asks the provider.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// Keys are fetched again for a key ID that is not known, but not more often than this.
    private static final Duration KEYS_AGAIN = Duration.ofMinutes(1);

    private static final Json JSON = Json.strict().skipUnknownFields().build();

    private final OpenIdProvider provider;
    private final OpenIdHttp http;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Endpoints endpoints;
    private Instant endpointsAt = Instant.EPOCH;
    private JWKSet keys = new JWKSet();
    private Instant keysAt = Instant.EPOCH;
    private Instant failedAt = Instant.EPOCH;

    OpenIdMetadata(OpenIdProvider provider, OpenIdHttp http, InstantSource clock) {
        this.provider = provider;
        this.http = http;
        this.clock = clock;
    }

    private record Document(
            String issuer,
            @JsonName("authorization_endpoint") String authorization,
            @JsonName("token_endpoint") String token,
            @JsonName("jwks_uri") String keys) {}

    /// Where a provider is asked what.
    record Endpoints(URI authorization, URI token, URI keys) {}

    Endpoints endpoints() {
        hold();
        try {
            Endpoints known = endpoints;
            if (known != null && isYoung(endpointsAt)) {
                return known;
            }
            Endpoints read = asked(this::read);
            endpoints = read;
            endpointsAt = clock.instant();
            return read;
        } finally {
            lock.unlock();
        }
    }

    private boolean isYoung(Instant since) {
        return since.plus(LIFE).isAfter(clock.instant());
    }

    private void hold() {
        try {
            if (lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw refused("is being asked by others: come again in a moment");
    }

    private <T> T asked(Supplier<T> question) {
        if (failedAt.plus(REST).isAfter(clock.instant())) {
            throw refused("did not answer a moment ago: come again in " + REST.toSeconds() + " s");
        }
        try {
            return question.get();
        } catch (Fault fault) {
            failedAt = clock.instant();
            throw fault.kind() == Fault.Kind.UNAVAILABLE
                    ? fault
                    : refused("says of itself what is no metadata: want OpenID Connect Discovery");
        }
    }

    private Endpoints read() {
        String base = provider.issuer().replaceFirst("/$", "");
        Document document =
                JSON.read(
                        http.get(URI.create(base + "/.well-known/openid-configuration")),
                        Document.class);
        if (!document.issuer().equals(provider.issuer())) {
            throw refused("names another issuer than " + provider.issuer());
        }
        return new Endpoints(
                own(document.authorization()), own(document.token()), own(document.keys()));
    }

    private URI own(String text) {
        try {
            URI uri = URI.create(text);
            if (provider.mayBeAt(uri)) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // refused below
        }
        throw refused("names an endpoint at a host that is not configured as its own");
    }

    private static Fault refused(String why) {
        return new Fault(Fault.Kind.UNAVAILABLE, "OpenID provider " + why);
    }

    /// The key of an ID; the only key when a token names none.
    Optional<JWK> key(@Nullable String id) {
        URI source = endpoints().keys();
        hold();
        try {
            Optional<JWK> known = isYoung(keysAt) ? known(id) : Optional.empty();
            if (known.isPresent() || keysAt.plus(KEYS_AGAIN).isAfter(clock.instant())) {
                return known;
            }
            keys = asked(() -> parsed(http.get(source)));
            keysAt = clock.instant();
            return known(id);
        } finally {
            lock.unlock();
        }
    }

    private Optional<JWK> known(@Nullable String id) {
        if (id == null) {
            return keys.size() == 1 ? Optional.of(keys.getKeys().getFirst()) : Optional.empty();
        }
        return Optional.ofNullable(keys.getKeyByKeyId(id));
    }

    private static JWKSet parsed(Bytes document) {
        try {
            return JWKSet.parse(new String(document.toArray(), StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "OpenID provider's keys are no key set", e);
        }
    }
}
