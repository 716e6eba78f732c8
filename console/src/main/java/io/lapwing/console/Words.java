package io.lapwing.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// How values read on screen.
final class Words {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Words() {}

    /// `21 Nov 2026, 09:12`, in UTC; what is no time stays as it is.
    static String when(String iso) {
        return shown(iso, MINUTE);
    }

    /// `21 Nov 2026`.
    static String day(String iso) {
        return shown(iso, DAY);
    }

    /// `09:12`.
    static String clock(String iso) {
        return shown(iso, CLOCK);
    }

    private static String shown(String iso, DateTimeFormatter format) {
        try {
            return format.format(Instant.parse(iso));
        } catch (DateTimeParseException _) {
            return iso;
        }
    }

    /// Digits in groups of three: `12 345`, with narrow spaces that do not break (ISO 80000-1 §7.3.1).
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202F');
    }

    /// `1 device`, `12 devices`.
    static String count(long value, String one) {
        return number(value) + " " + one + (value == 1 ? "" : "s");
    }

    /// `Nonce reset` of `nonce-reset`.
    static String title(String word) {
        String spaced = word.replace('-', ' ').replace('_', ' ');
        return spaced.isEmpty()
                ? spaced
                : spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
    }

    /// What is asked for: `Renew root keys` of `keys-renew`.
    static String step(String word) {
        return switch (word) {
            case "dev-nonce-reset" -> "Count DevNonces from 0";
            case "device-export" -> "Export devices";
            case "devices-compromise" -> "Mark devices as compromised";
            case "keys-renew" -> "Renew root keys";
            case "peers-disable" -> "Answer no peer any more";
            case "vault-destroy" -> "Destroy";
            default -> title(word);
        };
    }

    /// What a job does: `Suspend devices` of `device.suspend`.
    static String work(String kind) {
        return switch (kind) {
            case "audit.verify" -> "Verify the audit log";
            case "vault-key.rotate" -> "Rotate the vault key";
            case "device.labels" -> "Change labels of devices";
            case "device.home" -> "Change the home network of devices";
            case "device.delivery" -> "Change the delivery of devices";
            default ->
                    kind.startsWith("device.")
                            ? title(kind.substring("device.".length())) + " devices"
                            : step(kind);
        };
    }

    static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    static String or(Optional<String> value, String otherwise) {
        return value.orElse(otherwise);
    }

    /// A grant in one line: `operator, owner acme`.
    static String grant(PeopleDesk.GrantView grant) {
        StringBuilder text = new StringBuilder(grant.role());
        grant.owner().ifPresent(owner -> text.append(", owner ").append(owner));
        grant.order().ifPresent(order -> text.append(", order ").append(order));
        grant.joinEuis().ifPresent(range -> text.append(", JoinEUIs ").append(range));
        grant.netId().ifPresent(netId -> text.append(", NetID ").append(netId));
        grant.labels()
                .ifPresent(labels ->
                        labels.forEach((key, value) ->
                                text.append(", ").append(key).append('=').append(value)));
        return text.toString();
    }

    /// Labels as forms have them: `site=berlin`, one a line.
    static String labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining("\n"));
    }

    /// How somebody proves who he is.
    static String factor(String word) {
        return switch (word) {
            case "totp" -> "authenticator app";
            case "webauthn" -> "passkey";
            case "recovery" -> "recovery codes";
            case "oidc" -> "OpenID provider";
            default -> word;
        };
    }

    /// The same of all of them; a dash for none.
    static String factors(List<String> words) {
        return words.isEmpty()
                ? "–"
                : words.stream().map(Words::factor).collect(Collectors.joining(", "));
    }

    /// The tone of a device's state.
    static String stateTone(String state) {
        return switch (state) {
            case "provisioned" -> "calm";
            case "claimed" -> "plum";
            case "active" -> "accent";
            case "suspended" -> "warn";
            case "compromised" -> "bad";
            default -> "grey";
        };
    }

    /// The icon of a device's state; states unknown here have a mark of their own.
    static String stateIcon(String state) {
        return switch (state) {
            case "manufactured",
                    "provisioned",
                    "claimed",
                    "active",
                    "suspended",
                    "retired",
                    "compromised" ->
                    "state-" + state;
            default -> "info";
        };
    }

    /// The tone of a job's state, a record's outcome or an alarm's severity.
    static String tone(String word) {
        return switch (word) {
            case "done", "good", "active", "approved" -> "good";
            case "running", "queued", "waiting", "taken", "info" -> "calm";
            case "cancelled", "withdrawn", "over", "interrupted", "paused", "warning", "warn" ->
                    "warn";
            default -> "bad";
        };
    }

    /// The icon beside it.
    static String toneIcon(String tone) {
        return switch (tone) {
            case "good", "accent" -> "good";
            case "calm" -> "info";
            case "warn" -> "warn";
            default -> "bad";
        };
    }

    /// What a link may lead to: a path of this site, else the overview.
    static String path(String link) {
        boolean here = link.startsWith("/") && !link.startsWith("//") && link.indexOf('\\') < 0;
        return here && link.chars().allMatch(c -> c > ' ' && c < 127) ? link : "/";
    }

    /// A path segment or a value in a query, percent-encoded.
    static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
