package io.lapwing.service.events;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Signs and posts one delivery.
final class WebhookPoster {
    private static final int MAX_PROBLEM_LENGTH = 200;
    private static final int FIRST_GOOD = 200;
    private static final int AFTER_GOOD = 300;

    private final Webhooks.Parts parts;
    private final HttpsPost https;
    private final EventJson json = new EventJson();

    WebhookPoster(Webhooks.Parts parts) {
        this.parts = parts;
        https = new HttpsPost(parts.addresses(), parts.tls(), parts.settings().timeout());
    }

    /// What became of an attempt.
    ///
    /// @param problem why the receiver did not take it; empty when it did
    record Outcome(Instant at, String delivery, Optional<String> problem) {}

    /// Posts events as one delivery, named after the last of them.
    Outcome post(String url, List<Event> events) {
        String id = events.getLast().id();
        Instant now = parts.clock().instant();
        return new Outcome(now, id, problem(url, now, id, json.delivery(id, events)));
    }

    private Optional<String> problem(String url, Instant now, String id, Bytes body) {
        try {
            String signature = WebhookSignature.header(parts.signer(), now, id, body);
            int status =
                    https.post(
                            URI.create(url),
                            Map.of(
                                    "Content-Type",
                                    "application/json",
                                    "User-Agent",
                                    "lapwing",
                                    WebhookSignature.HEADER,
                                    signature),
                            body);
            return status >= FIRST_GOOD && status < AFTER_GOOD
                    ? Optional.empty()
                    : Optional.of("HTTP status " + status);
        } catch (Fault fault) {
            String why = fault.getMessage();
            return Optional.of(
                    why.length() <= MAX_PROBLEM_LENGTH
                            ? why
                            : why.substring(0, MAX_PROBLEM_LENGTH));
        }
    }
}
