package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.console.PeerDesk;
import io.lapwing.platform.Besieged.Browser;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.PersonId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Poison in every text that somebody may give (XSS): each page shows it as text. All pages are walked over a store in
/// which it stands wherever it was taken, and what it was refused in is refused with a word, never with a fault.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoisonedPagesTest {
    private static final String DEVICE = "70B3D57ED0000666";

    /// Ends an attribute in either quote, a tag, a script and a comment, and has something that runs.
    private static final String POISON =
            "'\"></title></script>--><poison onpoison=1><img src=x onerror=poison()>${7*7}{{7*7}}";

    private static final Pattern NAME = Pattern.compile("[^\\s\"'>/=]+");

    private Besieged world;
    private Browser anna;
    private final Map<String, String> objects = new LinkedHashMap<>();

    @BeforeAll
    void open(@TempDir Path folder) {
        world = Besieged.open(folder);
        anna = world.signedIn("anna", Besieged.everything());
        fill();
        poisonTheLog();
        postEveryForm();
    }

    @AfterAll
    void close() {
        anna.close();
        world.close();
    }

    private void fill() {
        Map<String, String> headers = new LinkedHashMap<>(anna.headers());
        headers.put("X-CSRF-Token", anna.csrf());
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", POISON);
        RawHttps.Answer device =
                anna.send(
                        "POST",
                        "/api/v1/devices",
                        headers,
                        "{\"devEui\":\""
                                + DEVICE
                                + "\",\"joinEui\":\"70B3D57ED0000000\",\"macVersion\":\"1.0.4\"}");
        assertThat(device.status()).as(device.body()).isEqualTo(201);
        PersonId service = PersonId.parse("service:poisoned");
        world.platform.people().accounts().create(Besieged.ROOT, service, List.of());
        world.platform
                .people()
                .tokens()
                .issue(Besieged.ROOT, service, "<poison>", Duration.ofDays(1), List.of());
        String hook =
                world.platform
                        .messengers()
                        .webhooks()
                        .add(
                                Besieged.ROOT,
                                "https://8.8.8.8/'onpoison='1?a=%3Cpoison%3E",
                                List.of("none."))
                        .webhook()
                        .id();
        world.platform.messengers().webhooks().pause(Besieged.ROOT, hook);
        String job =
                world.platform
                        .messengers()
                        .jobs()
                        .start(
                                Besieged.ROOT,
                                "audit.verify",
                                Optional.empty(),
                                "",
                                _ -> {
                                    throw io.lapwing.crypto.Fault.badInput(POISON);
                                })
                        .id();
        objects.put("devEui", DEVICE);
        objects.put("devices", DEVICE);
        objects.put("webhooks", hook);
        objects.put("jobs", job);
        objects.put("person", "service:poisoned");
        objects.put("role", "application-server");
        objects.put("name", peer());
        objects.put("people", "service:poisoned");
    }

    /// A peer whose rules are as poisonous as names may be.
    private String peer() {
        String poison = POISON.replace(" ", "/");
        var made =
                world.platform
                        .peerDesk()
                        .add(
                                Besieged.ROOT,
                                new PeerDesk.Name("application-server", "poisoned"),
                                new PeerDesk.Rules(
                                        List.of(),
                                        List.of(),
                                        List.of(poison),
                                        List.of("0000000000000000/0"),
                                        List.of(poison),
                                        Map.of(),
                                        Optional.of(poison),
                                        Optional.empty()));
        return made.value().name();
    }

    /// Records of other parts, of peers and of versions to come have texts that no validation of today saw.
    private void poisonTheLog() {
        for (String action :
                List.of("join.refuse", "device.suspend", "device.compromise", "session.begin")) {
            for (String object : List.of(DEVICE, POISON)) {
                world.platform
                        .store()
                        .record(
                                new AuditEvent(
                                        Instant.now(),
                                        "peer:" + POISON,
                                        action,
                                        object,
                                        POISON,
                                        new TreeMap<>(
                                                Map.of(
                                                        "reason", POISON, POISON, "x", "state",
                                                        POISON))));
            }
        }
        for (String word : List.of("audit-broken", "sign-in-guessing", "webhook-paused", POISON)) {
            world.platform
                    .store()
                    .record(
                            new AuditEvent(
                                    Instant.now(),
                                    POISON,
                                    "alarm.raise",
                                    POISON + word,
                                    word,
                                    new TreeMap<>(
                                            Map.of(
                                                    "reason", POISON, "address", POISON, "user",
                                                    POISON))));
        }
    }

    private List<Route> pages(String method) {
        return world.routes.stream()
                .filter(route -> route.method().equals(method) && !Besieged.isEndless(route))
                .filter(route -> !route.path().startsWith("/api/"))
                .filter(route -> !route.path().startsWith("/assets"))
                .toList();
    }

    /// The path with objects that are there.
    private String path(Route route) {
        String[] parts = route.path().split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].startsWith("{")) {
                String name = parts[i].substring(1, parts[i].length() - 1);
                String known = objects.getOrDefault(name, objects.getOrDefault(parts[i - 1], "1"));
                parts[i] = Besieged.encoded(known);
            }
        }
        return String.join("/", parts);
    }

    /// Posts poison in each field of each form: it is taken, or refused with a page.
    private void postEveryForm() {
        List<String> faults = new ArrayList<>();
        for (Route route : pages("GET")) {
            for (Tag form : tags(anna.get(path(route)).body())) {
                if (form.name().equals("form") && "post".equals(form.attributes().get("method"))) {
                    String action = form.attributes().getOrDefault("action", "");
                    if (action.matches("/(sign-out|sign-in.*|account/.*|people/user.*|theme)")) {
                        continue;
                    }
                    RawHttps.Answer answer = anna.post(action, poisoned(route));
                    if (answer.status() >= 500) {
                        faults.add(action + " " + answer.status());
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private Map<String, String> poisoned(Route route) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Tag tag : tags(anna.get(path(route)).body())) {
            String name = tag.attributes().getOrDefault("name", "");
            if (tag.name().matches("input|textarea|select") && !name.isEmpty()) {
                fields.put(name, POISON);
            }
        }
        fields.put("csrf", anna.csrf());
        return fields;
    }

    @Test
    void standsAsTextOnEveryPage() {
        List<String> wrong = new ArrayList<>();
        int shown = 0;
        for (Route route : pages("GET")) {
            for (String query : List.of("", "?q=" + Besieged.encoded(POISON), "?" + queries())) {
                RawHttps.Answer answer = anna.get(path(route) + query);
                shown += answer.body().contains("poison") ? 1 : 0;
                if (answer.status() >= 500 || !isClean(answer)) {
                    wrong.add(path(route) + query + " " + answer.status());
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(shown).isGreaterThan(10);
    }

    private static String queries() {
        return Besieged.encoded(
                Map.of(
                        "owner", POISON, "state", POISON, "label", POISON, "after", POISON,
                        "before", POISON, "object", POISON, "action", POISON, "actor", POISON,
                        "picked", POISON, "version", POISON));
    }

    @Test
    void standsAsTextInTheFormsThatRefuseIt() {
        List<String> wrong = new ArrayList<>();
        for (Route route : pages("POST")) {
            if (route.path().matches("/(sign-out|theme)")) {
                continue;
            }
            Map<String, String> fields = new LinkedHashMap<>();
            for (String name :
                    List.of(
                            "name",
                            "password",
                            "code",
                            "secret",
                            "recovery",
                            "credential",
                            "url",
                            "types",
                            "reason",
                            "owner",
                            "labels",
                            "devEui",
                            "joinEui",
                            "roles",
                            "grants",
                            "typed",
                            "days",
                            "version",
                            "step",
                            "old",
                            "state",
                            POISON)) {
                fields.put(name, POISON);
            }
            fields.put("csrf", anna.csrf());
            RawHttps.Answer answer = anna.post(path(route), fields);
            if (answer.status() >= 500 || !isClean(answer)) {
                wrong.add(route.path() + " " + answer.status());
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void neverLeavesAsSomethingThatABrowserRuns() {
        for (String path : List.of("/api/v1/audit", "/api/v1/devices", "/api/v1/jobs")) {
            RawHttps.Answer answer = anna.get(path);

            assertThat(answer.header("Content-Type")).hasValue("application/json");
            assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.header("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'");
        }
        assertThat(anna.get("/").header("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
    }

    /// Whether no tag and no attribute is of the poison's making.
    private static boolean isClean(RawHttps.Answer answer) {
        boolean html = answer.header("Content-Type").orElse("").startsWith("text/html");
        return !html
                || tags(answer.body()).stream()
                        .noneMatch(tag ->
                                tag.name().equals("poison")
                                        || tag.name().equals("img")
                                        || tag.attributes().keySet().stream()
                                                .anyMatch(name -> name.startsWith("on"))
                                        || tag.attributes().values().stream()
                                                .anyMatch(
                                                        value -> value.startsWith("javascript:")));
    }

    /// A tag as a browser reads it (WHATWG HTML §13.2.5).
    private record Tag(String name, Map<String, String> attributes) {}

    private static List<Tag> tags(String html) {
        List<Tag> tags = new ArrayList<>();
        int at = html.indexOf('<');
        while (at >= 0 && at + 1 < html.length()) {
            Matcher name = NAME.matcher(html).region(at + 1, html.length());
            if (Character.isLetter(html.charAt(at + 1)) && name.lookingAt()) {
                Map<String, String> attributes = new LinkedHashMap<>();
                at = attributes(html, name.end(), attributes);
                tags.add(new Tag(name.group(), attributes));
            }
            at = html.indexOf('<', at + 1);
        }
        return tags;
    }

    /// @return where the tag ends
    private static int attributes(String html, int from, Map<String, String> into) {
        int at = from;
        while (at < html.length() && html.charAt(at) != '>') {
            Matcher name = NAME.matcher(html).region(at, html.length());
            if (!name.lookingAt()) {
                at++;
                continue;
            }
            at = name.end();
            String value = "";
            if (at + 1 < html.length() && html.charAt(at) == '=') {
                char quote = html.charAt(at + 1);
                boolean quoted = quote == '"' || quote == '\'';
                int start = quoted ? at + 2 : at + 1;
                int end = start;
                while (end < html.length()
                        && (quoted
                                ? html.charAt(end) != quote
                                : " >".indexOf(html.charAt(end)) < 0)) {
                    end++;
                }
                value = html.substring(start, end);
                at = quoted ? end + 1 : end;
            }
            into.put(name.group(), value);
        }
        return at;
    }
}
