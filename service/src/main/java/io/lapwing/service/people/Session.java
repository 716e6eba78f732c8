package io.lapwing.service.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/// Somebody signed in at a browser.
///
/// @param id for lists and for ending it; it lets nobody in
/// @param csrf what each changing request of this session must show, in `X-CSRF-Token` or the form's field `csrf`
public record Session(
        String id, PersonId person, Instant since, Instant lastSeen, Caller caller, String csrf) {
    /// Whether a request's token is this session's, in constant time.
    public boolean isCsrf(String token) {
        return MessageDigest.isEqual(
                csrf.getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.UTF_8));
    }

    Session seen(Instant at) {
        return new Session(id, person, since, at, caller, csrf);
    }

    @Override
    public String toString() {
        return "Session[" + id + ", " + person + "]";
    }
}
