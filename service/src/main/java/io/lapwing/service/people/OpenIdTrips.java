package io.lapwing.service.people;

import io.lapwing.service.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Ways to the provider and back. The browser keeps its own, in a cookie that only this process can make: however many set
/// out, nothing is held for them here, and nobody pushes another's out. State, nonce and verifier are derived from it.
final class OpenIdTrips {
    static final Duration LIFE = Duration.ofMinutes(5);

    /// How many that came back are remembered, so that none does twice. Past it the oldest is forgotten; its code was used
    /// up at the provider (RFC 6749 §4.1.2).
    static final int MAX_ENDED = 10_000;

    private static final String COOKIE = "__Host-openid";
    private static final String MAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final InstantSource clock;
    private final SecretKeySpec key = new SecretKeySpec(Handle.octets(KEY_BYTES).toArray(), MAC);
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Boolean> ended =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > MAX_ENDED;
                }
            };

    OpenIdTrips(InstantSource clock) {
        this.clock = clock;
    }

    /// One way.
    ///
    /// @param id random, and known to its browser alone
    record Trip(String id, String cookie, String state, String nonce, String verifier) {
        /// In constant time.
        boolean isState(String given) {
            return MessageDigest.isEqual(
                    state.getBytes(StandardCharsets.US_ASCII),
                    given.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Trip[secret]";
        }
    }

    Trip begin() {
        return trip(Handle.random(), clock.instant().plus(LIFE).getEpochSecond());
    }

    private Trip trip(String id, long until) {
        String text = id + "." + until;
        String cookie =
                Cookies.setLax(COOKIE, text + "." + tag("cookie", text))
                        + "; Max-Age="
                        + LIFE.toSeconds();
        return new Trip(id, cookie, tag("state", text), tag("nonce", text), tag("verifier", text));
    }

    /// The way of a request's cookie; empty for one that was not made here or is over.
    Optional<Trip> of(Request request) {
        return Cookies.value(request, COOKIE).flatMap(this::read);
    }

    private Optional<Trip> read(String value) {
        String[] parts = value.split("\\.", -1);
        if (parts.length != 3 || !parts[1].matches("[0-9]{1,12}")) {
            return Optional.empty();
        }
        boolean own =
                MessageDigest.isEqual(
                        tag("cookie", parts[0] + "." + parts[1])
                                .getBytes(StandardCharsets.US_ASCII),
                        parts[2].getBytes(StandardCharsets.UTF_8));
        long until = Long.parseLong(parts[1]);
        return own && clock.instant().isBefore(Instant.ofEpochSecond(until))
                ? Optional.of(trip(parts[0], until))
                : Optional.empty();
    }

    /// Ends one.
    ///
    /// @return whether it had not ended before
    boolean end(Trip trip) {
        lock.lock();
        try {
            return ended.putIfAbsent(trip.id(), true) == null;
        } finally {
            lock.unlock();
        }
    }

    private String tag(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            byte[] tag = mac.doFinal((purpose + " " + text).getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
