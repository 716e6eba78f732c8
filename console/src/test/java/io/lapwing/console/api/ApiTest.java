package io.lapwing.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
    private static final String ONE = "/devices/" + ApiBed.OWN;
    private static final String SUSPEND = ONE + "/suspend";
    private static final String REASON = "{\"reason\":\"a test\"}";

    private ApiBed bed;
    private Principal who;

    @BeforeEach
    void open() {
        bed = new ApiBed();
        who = bed.operator();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private HttpResponse<String> send(
            String method, String path, String body, Map<String, String> headers) throws Exception {
        return bed.send(Optional.of(who), method, path, body, headers);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void givesAnEntityTagAndNothingNewWithIt() throws Exception {
        HttpResponse<String> first = bed.get(who, ONE);

        HttpResponse<String> second = send("GET", ONE, "", Map.of("If-None-Match", "\"1\""));
        HttpResponse<String> other =
                send("GET", ONE, "", Map.of("If-None-Match", "\"9\", W/\"8\""));

        assertThat(header(first, "ETag")).isEqualTo("\"1\"");
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(header(second, "ETag")).isEqualTo("\"1\"");
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void changesOnlyTheVersionThatIfMatchNames() throws Exception {
        HttpResponse<String> stale = send("POST", SUSPEND, REASON, Map.of("If-Match", "\"7\""));
        HttpResponse<String> fresh = send("POST", SUSPEND, REASON, Map.of("If-Match", "\"1\""));
        HttpResponse<String> any = send("POST", SUSPEND, REASON, Map.of("If-Match", "*"));

        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(stale.body()).contains("If-Match \\\"7\\\", and the object has \\\"1\\\"");
        assertThat(fresh.statusCode()).isEqualTo(200);
        assertThat(header(fresh, "ETag")).isEqualTo("\"2\"");
        assertThat(header(any, "ETag")).isEqualTo("\"3\"");
    }

    @Test
    void saysPreconditionFailedWhenAnotherWasFasterInBetween() throws Exception {
        bed.devices.beforeAct =
                () -> {
                    bed.devices.beforeAct = () -> {};
                    bed.devices.act(
                            who,
                            ApiBed.OWN,
                            java.util.OptionalLong.empty(),
                            new io.lapwing.console.DeviceAction.Resume());
                };

        HttpResponse<String> answer = send("POST", SUSPEND, REASON, Map.of("If-Match", "\"1\""));

        assertThat(answer.statusCode()).isEqualTo(412);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"7", "\"x\"", "\"1\", \"2\""})
    void refusesAnIfMatchThatIsNoTagOfItsOwn(String tag) throws Exception {
        assertThat(send("POST", SUSPEND, REASON, Map.of("If-Match", tag)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void walksPagesByTheirLinks() throws Exception {
        bed.devices.put(ApiBed.UNKNOWN, "acme", "000001", "70B3D57ED0000001");
        List<String> seen = new ArrayList<>();
        Optional<String> path = Optional.of("/devices?limit=1&q=0000");

        while (path.isPresent()) {
            HttpResponse<String> answer = bed.get(who, path.get());
            assertThat(answer.statusCode()).isEqualTo(200);
            seen.add(answer.body().replaceAll(".*?\"devEui\":\"(\\w+)\".*", "$1"));
            path = next(answer);
        }

        assertThat(seen).containsExactly(ApiBed.OWN, ApiBed.FOREIGN, ApiBed.UNKNOWN);
    }

    private static Optional<String> next(HttpResponse<String> answer) {
        String link = header(answer, "Link");
        assertThat(link.isEmpty()).isEqualTo(!answer.body().contains("\"next\""));
        return link.isEmpty()
                ? Optional.empty()
                : Optional.of(link.replaceAll("</api/v1(.*)>; rel=\"next\"", "$1"));
    }

    @Test
    void showsInAListOnlyWhatIsTheCallersBusiness() throws Exception {
        Principal owner = bed.someone(Role.OWNER, Scope.ofOwner("acme"));

        String body = bed.get(owner, "/devices").body();

        assertThat(body).contains(ApiBed.OWN).doesNotContain(ApiBed.FOREIGN);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit: want a whole number from 1 to 1000",
        "limit=1001, limit: want a whole number from 1 to 1000",
        "limit=x, limit: want a whole number from 1 to 1000",
        "limits=1, query parameter limits: want one of",
        "limit=1&limit=2, query parameter limit twice",
        "exposed=yes, query parameter exposed: want true or false",
        "labels=site, query parameter labels: want key=value",
    })
    void refusesAQueryThatItDoesNotKnow(String query, String why) throws Exception {
        HttpResponse<String> answer = bed.get(who, "/devices?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains(why);
    }

    @Test
    void saysWhichMediaTypesItTakesAndGives() throws Exception {
        HttpResponse<String> text =
                send("POST", SUSPEND, REASON, Map.of("Content-Type", "text/plain"));
        HttpResponse<String> image = send("GET", ONE, "", Map.of("Accept", "image/png"));
        HttpResponse<String> none =
                send("GET", ONE, "", Map.of("Accept", "application/json;q=0, image/*"));
        HttpResponse<String> some =
                send("GET", ONE, "", Map.of("Accept", "image/*, application/*"));

        assertThat(text.statusCode()).isEqualTo(415);
        assertThat(text.body()).contains("Content-Type: want application/json");
        assertThat(image.statusCode()).isEqualTo(406);
        assertThat(none.statusCode()).isEqualTo(406);
        assertThat(some.statusCode()).isEqualTo(200);
    }

    @Test
    void refusesOtherMethodsAndTooMuch() throws Exception {
        HttpResponse<String> method = send("DELETE", ONE, "", Map.of());
        HttpResponse<String> body =
                send("POST", SUSPEND, "{\"reason\":\"" + "x".repeat(40_000) + "\"}", Map.of());

        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(header(method, "Allow")).isEqualTo("GET");
        assertThat(body.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"reason\":\"a\",\"reason\":\"b\"} | field reason twice",
                "{\"reason\":7} | field reason: a whole number",
                "{} | field reason: missing",
                "{\"reason\":\"a\",\"why\":\"b\"} | field why: unknown field",
            })
    void readsBodiesStrictly(String body, String why) throws Exception {
        HttpResponse<String> answer = send("POST", SUSPEND, body.strip(), Map.of());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(why.strip());
    }

    @Test
    void refusesToActOnAllDevicesByAnEmptyFilter() throws Exception {
        HttpResponse<String> empty =
                send("POST", "/devices/bulk/resume", "{\"filter\":{}}", Map.of());
        HttpResponse<String> neither = send("POST", "/devices/bulk/resume", "{}", Map.of());
        HttpResponse<String> some =
                send("POST", "/devices/bulk/resume", "{\"filter\":{\"owner\":\"acme\"}}", Map.of());

        HttpResponse<String> tooMany =
                send(
                        "POST",
                        "/devices/bulk/resume",
                        "{\"devEuis\":[" + "\"0000000000000001\",".repeat(10_000) + "\"1\"]}",
                        Map.of());

        assertThat(tooMany.body()).contains("devEuis: 10001 of them, want 1 to 10000");
        assertThat(empty.body()).contains("filter without a condition");
        assertThat(neither.body()).contains("want devEuis or filter");
        assertThat(some.statusCode()).isEqualTo(202);
        assertThat(header(some, "Location")).isEqualTo("/api/v1/jobs/job-1");
    }

    @Test
    void downloadsWhatWasApprovedInTheFormThatIsAskedFor() throws Exception {
        HttpResponse<String> csv =
                send("GET", "/approvals/OWN/file", "", Map.of("Accept", "text/csv"));
        HttpResponse<String> lines = send("GET", "/approvals/OWN/file", "", Map.of());

        assertThat(csv.body()).isEqualTo("csv");
        assertThat(header(csv, "Content-Disposition")).contains("OWN.csv");
        assertThat(header(lines, "Content-Type")).isEqualTo("application/jsonl");
        assertThat(lines.body()).isEqualTo("jsonl");
    }

    @Test
    void wantsDevicesListedOrAFilterAndNotBoth() throws Exception {
        HttpResponse<String> both =
                send(
                        "POST",
                        "/approvals",
                        "{\"step\":\"device-export\",\"reason\":\"audit\",\"devEuis\":[],\"filter\":{}}",
                        Map.of());

        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(both.body()).contains("one of the two");
    }

    @Test
    void takesAnUploadAsItComes() throws Exception {
        String file = "devEui,joinEui\n".repeat(100_000);

        HttpResponse<String> answer =
                send("POST", "/devices/import", file, Map.of("Content-Type", "text/csv"));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(bed.devices.imported).isEqualTo(file.length());
    }

    @Test
    void refusesAnUploadOfAnotherType() throws Exception {
        assertThat(
                        send("POST", "/devices/import", "x", Map.of("Content-Type", "image/png"))
                                .statusCode())
                .isEqualTo(415);
    }

    @Test
    void pagesListsThatAreAtHand() throws Exception {
        HttpResponse<String> first = bed.get(who, "/receivers?limit=1");
        HttpResponse<String> second = bed.get(who, next(first).orElseThrow());

        assertThat(first.body()).contains("\"label\":\"a\"").doesNotContain("\"label\":\"b\"");
        assertThat(second.body()).contains("\"label\":\"b\"").doesNotContain("\"next\"");
    }

    @Test
    void saysWhoTheCallerIsAndWhatHeMay() throws Exception {
        String body = bed.get(bed.someone(Role.AUDITOR, Scope.EVERYTHING), "/me").body();

        assertThat(body).contains("user:auditor", "audit-read").doesNotContain("device-change");
    }
}
