package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import io.lapwing.service.Metrics;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.TlsMaterial;
import io.lapwing.service.http.HttpsClient;
import io.lapwing.service.people.Caller;
import io.lapwing.service.people.SignIn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a served platform shows at `/metrics` is Prometheus' text format (version 0.0.4), named as Prometheus names, and
/// told of in the operators' guide.
class MetricsOfAPlatformTest {
    private static final Pattern IN_CODE = Pattern.compile("\"(lapwing_[a-z0-9_]+)\"");
    private static final Pattern IN_DOCUMENTS =
            Pattern.compile("^\\| `(lapwing_[a-z0-9_]+)` \\| (counter|gauge|histogram) \\|");
    private static final Pattern COMMENT =
            Pattern.compile("# (HELP|TYPE) ([a-z_][a-z0-9_]*) (\\S.*)");
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([a-z_][a-z0-9_]*)(?:\\{([a-z_]+=\"[^\"\\\\\\n]*\""
                            + "(?:,[a-z_]+=\"[^\"\\\\\\n]*\")*)\\})? (\\S+)");
    private static final List<String> OF_HISTOGRAMS = List.of("_bucket", "_sum", "_count");

    @TempDir private Path folder;
    private Platform platform;
    private Serving serving;

    @BeforeEach
    void serve() {
        platform = AdminWorld.in(folder).open();
        serving = Serving.over(platform);
    }

    @AfterEach
    void close() {
        serving.close();
        platform.close();
    }

    private String metrics() {
        TlsMaterial monitor =
                new TlsMaterial(
                        platform.pki().issueClient(new PeerIdentity("monitor", "x")),
                        List.of(platform.pki().authority()));
        try (HttpsClient client = new HttpsClient(monitor, Duration.ofSeconds(20), 1 << 20)) {
            HttpsClient.Answer answer =
                    client.get(URI.create("https://localhost:" + serving.port() + "/metrics"));
            assertThat(answer.status()).isEqualTo(200);
            return new String(answer.body().toArray(), StandardCharsets.UTF_8);
        }
    }

    /// The types of what is shown, by name; fails at a line that Prometheus would not read.
    private static Map<String, String> read(String text) {
        Map<String, String> types = new java.util.TreeMap<>();
        Set<String> helped = new HashSet<>();
        Set<String> series = new HashSet<>();
        assertThat(text).endsWith("\n");
        for (String line : text.lines().toList()) {
            Matcher comment = COMMENT.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (comment.matches()) {
                boolean first =
                        comment.group(1).equals("HELP")
                                ? helped.add(comment.group(2))
                                : types.put(comment.group(2), comment.group(3)) == null;
                assertThat(first).as("once: %s", line).isTrue();
            } else {
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(types).containsKey(family(sample.group(1), types));
                assertThat(series.add(sample.group(1) + sample.group(2))).as(line).isTrue();
                assertThat(Double.parseDouble(sample.group(3))).as(line).isGreaterThanOrEqualTo(0);
            }
        }
        assertThat(helped).isEqualTo(types.keySet());
        return types;
    }

    /// The metric of a sample: those of a histogram have its name and an end.
    private static String family(String sample, Map<String, String> types) {
        return OF_HISTOGRAMS.stream()
                .filter(sample::endsWith)
                .map(end -> sample.substring(0, sample.length() - end.length()))
                .filter(name -> "histogram".equals(types.get(name)))
                .findFirst()
                .orElse(sample);
    }

    private static Set<String> inCode() {
        return IN_CODE.matcher(Document.sources("/src/main/java/"))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> documented() {
        return Document.of("docs/operators.md")
                .prose()
                .lines()
                .flatMap(line -> IN_DOCUMENTS.matcher(line).results())
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
    }

    @Test
    void areDocumentedOneAndAll() {
        Map<String, String> documented = documented();

        Map<String, String> shown = read(metrics());

        assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(inCode());
        assertThat(documented).containsAllEntriesOf(shown);
        assertThat(shown).hasSizeGreaterThan(10);
    }

    @Test
    void areNamedAsPrometheusNames() {
        documented()
                .forEach((name, type) -> {
                    assertThat(name).doesNotEndWith("_count").doesNotEndWith("_sum");
                    assertThat(name).doesNotContainPattern("_(ms|millis|micros|nanos|minutes)$");
                    assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
                    if (type.equals("histogram")) {
                        assertThat(name).endsWith("_seconds");
                    }
                });
    }

    @Test
    void haveBucketsThatRiseToTheCount() {
        String shown = metrics();
        while (!shown.contains("route=\"/metrics\"")) {
            shown = metrics(); // which counts the one before, when its answer has gone
        }

        List<Long> buckets =
                values(
                        shown,
                        "lapwing_http_answer_seconds_bucket{class=\"2xx\",route=\"/metrics\",");
        assertThat(buckets).hasSize(21).isSorted();
        assertThat(buckets.getLast()).isPositive();
        for (String line : shown.lines().filter(l -> l.contains("le=\"+Inf\"")).toList()) {
            String count =
                    line.replace("_bucket{", "_count{")
                            .replaceFirst(",?le=\"\\+Inf\"", "")
                            .replace("{}", "");
            assertThat(shown.lines()).contains(count);
        }
    }

    private static List<Long> values(String shown, String name) {
        return shown.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> Long.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
    }

    @Test
    void countGuessesAndTheAlarmAboutThem() {
        long wrong = guessUntilItIsAnAlarm();

        String shown = metrics();

        assertThat(shown)
                .contains("lapwing_sign_ins_total{factor=\"password\",result=\"refused\"} " + wrong)
                .contains("lapwing_events_total{type=\"alarm\"} 1\n")
                .doesNotContain("192.0.2.", "typed-secret", "nobody");
        assertThat(Metrics.MEDIA_TYPE).contains("version=0.0.4");
    }

    /// @return how many guesses were looked at: from a new address each time none waits
    private long guessUntilItIsAnAlarm() {
        long looked = 0;
        for (int host = 1; alarms() == 0; host++) {
            try (Secret guess = Secret.take(octets("typed-secret-" + host))) {
                SignIn answer =
                        platform.people()
                                .signIns()
                                .password("nobody", guess, new Caller("192.0.2." + host, ""));
                assertThat(answer).isInstanceOf(SignIn.Refused.class);
                looked++;
            }
        }
        return looked;
    }

    private static byte[] octets(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8)).toArray();
    }

    private int alarms() {
        return platform.messengers().alarms().now(_ -> true).size();
    }
}
