package io.lapwing.platform;

import io.lapwing.console.OverviewDesk.Alarm;
import io.lapwing.console.TamperWords;
import io.lapwing.service.events.Event;
import java.util.Optional;

/// Alarms in words for people, with where to look.
final class AlarmWords {
    private static final String CRITICAL = "critical";
    private static final String WARNING = "warning";

    private AlarmWords() {}

    /// The alarm as the overview shows it; empty for one that the overview shows by itself, as it is now.
    static Optional<Alarm> of(Event event) {
        String word = event.details().getOrDefault("alarm", "");
        String device = "/devices/" + event.object();
        return switch (word) {
            case "sign-in-guessing" ->
                    Optional.of(
                            alarm(event, WARNING, guessing(event), "/audit?action=session.begin"));
            case "second-factor-guessing" ->
                    Optional.of(
                            alarm(
                                    event,
                                    CRITICAL,
                                    "who knows the password of %s guesses at the second factor, from %s: reset the user"
                                            .formatted(detail(event, "user"), from(event)),
                                    "/audit?action=session.begin"));
            case "audit-broken" ->
                    Optional.of(
                            alarm(
                                    event,
                                    CRITICAL,
                                    "the audit log is not intact from record %s on: %s"
                                            .formatted(
                                                    detail(event, "first"),
                                                    detail(event, "reason")),
                                    "/audit"));
            case "session-forged" ->
                    Optional.of(
                            alarm(
                                    event,
                                    WARNING,
                                    "a request that may be another site's doing was refused",
                                    "/audit?action=session.forged"));
            case "webhook-paused" ->
                    Optional.of(
                            alarm(
                                    event,
                                    WARNING,
                                    "a webhook failed for too long and is paused",
                                    "/webhooks/" + event.object()));
            case "store-restored" ->
                    Optional.of(alarm(event, WARNING, "the store was restored", "/audit"));
            case "compromised" ->
                    Optional.of(alarm(event, WARNING, "a device is compromised", device));
            case "tampered" ->
                    Optional.of(
                            alarm(
                                    event,
                                    CRITICAL,
                                    "tampered: " + TamperWords.of(detail(event, "kind")),
                                    device));
            case "exposed" ->
                    Optional.of(
                            alarm(event, WARNING, "a root key was seen outside the vault", device));
            default -> Optional.empty();
        };
    }

    private static String guessing(Event event) {
        return "somebody guesses at passwords or tokens, from %s, last at %s"
                .formatted(from(event), detail(event, "user"));
    }

    private static String from(Event event) {
        return detail(event, "address");
    }

    private static String detail(Event event, String name) {
        return event.details().getOrDefault(name, "?");
    }

    private static Alarm alarm(Event event, String severity, String what, String link) {
        return new Alarm(event.at().toString(), severity, what, event.object(), Optional.of(link));
    }
}
