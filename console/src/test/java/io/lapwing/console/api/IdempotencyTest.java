package io.lapwing.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private static final int MOST = 8;
    private static final String SUSPEND = "/devices/" + ApiBed.OWN + "/suspend";
    private static final String REASON = "{\"reason\":\"a test\"}";

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private ApiBed bed;
    private Principal who;

    @BeforeEach
    void open() {
        bed = new ApiBed(now::get, MOST);
        who = bed.operator();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private HttpResponse<String> post(Principal caller, String path, String body, String key)
            throws Exception {
        return bed.send(Optional.of(caller), "POST", path, body, Map.of("Idempotency-Key", key));
    }

    private HttpResponse<String> post(String path, String body, String key) throws Exception {
        return post(who, path, body, key);
    }

    private long version() {
        return bed.devices.find(who, ApiBed.OWN).version();
    }

    @Test
    void doesOnceWhatIsAskedTwice() throws Exception {
        HttpResponse<String> first = post(SUSPEND, REASON, "k1");
        HttpResponse<String> second = post(SUSPEND, REASON, "k1");

        assertThat(version()).isEqualTo(2);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("ETag")).contains("\"2\"");
    }

    @Test
    void keepsRefusalsToo() throws Exception {
        String body = Samples.body("POST /devices");
        bed.devices.put("00000000000000FF", "acme", "000001", "70B3D57ED0000001");

        HttpResponse<String> first = post("/devices", body, "k1");
        HttpResponse<String> second = post("/devices", body, "k1");

        assertThat(first.statusCode()).isEqualTo(409);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(bed.devices.created).hasValue(1);
    }

    @Test
    void refusesAnotherRequestUnderTheSameKey() throws Exception {
        post(SUSPEND, REASON, "k1");

        HttpResponse<String> body = post(SUSPEND, "{\"reason\":\"another\"}", "k1");
        HttpResponse<String> path = post(SUSPEND.replace("suspend", "retire"), REASON, "k1");

        assertThat(body.statusCode()).isEqualTo(422);
        assertThat(path.statusCode()).isEqualTo(422);
        assertThat(version()).isEqualTo(2);
    }

    @Test
    void holdsAKeyForItsCallerOnly() throws Exception {
        Principal owner = bed.someone(Role.OWNER, Scope.ofOwner("acme"));

        post(SUSPEND, REASON, "k1");
        post(owner, SUSPEND, REASON, "k1");

        assertThat(version()).isEqualTo(3);
    }

    @Test
    void forgetsAfterADay() throws Exception {
        post(SUSPEND, REASON, "k1");
        now.updateAndGet(t -> t.plus(Idempotency.KEPT).plusSeconds(1));

        post(SUSPEND, REASON, "k1");

        assertThat(version()).isEqualTo(3);
    }

    @Test
    void boundsHowManyKeysOneCallerHas() throws Exception {
        for (int i = 0; i < MOST; i++) {
            assertThat(post(SUSPEND, REASON, "k" + i).statusCode()).isEqualTo(200);
        }

        HttpResponse<String> over = post(SUSPEND, REASON, "one-more");
        now.updateAndGet(t -> t.plus(Duration.ofHours(25)));
        for (int i = 0; i < 3; i++) {
            post(SUSPEND, REASON, "later" + i);
        }

        assertThat(over.statusCode()).isEqualTo(429);
        assertThat(bed.store.scan(Idempotency.KIND, Optional.empty(), 100)).hasSizeLessThan(MOST);
    }

    @Test
    void refusesARepetitionWhileTheFirstIsNotAnswered() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        bed.devices.beforeAct = () -> held(inside, go);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first = executor.submit(() -> post(SUSPEND, REASON, "k1"));
            inside.await();

            HttpResponse<String> second = post(SUSPEND, REASON, "k1");
            go.countDown();

            assertThat(second.statusCode()).isEqualTo(409);
            assertThat(first.get().statusCode()).isEqualTo(200);
            assertThat(post(SUSPEND, REASON, "k1").statusCode()).isEqualTo(200);
            assertThat(version()).isEqualTo(2);
        }
    }

    private static void held(CountDownLatch inside, CountDownLatch go) {
        inside.countDown();
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void doesNothingAgainWhoseOutcomeIsNotKnown() throws Exception {
        bed.devices.beforeAct =
                () -> {
                    throw new Fault(Fault.Kind.UNAVAILABLE, "the store does not answer");
                };
        HttpResponse<String> first = post(SUSPEND, REASON, "k1");
        bed.devices.beforeAct = () -> {};

        HttpResponse<String> second = post(SUSPEND, REASON, "k1");

        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("look what was done");
        assertThat(version()).isEqualTo(1);
    }

    @Test
    void doesAgainWhatWasRefusedForTooMuchAtOnce() throws Exception {
        bed.devices.beforeAct =
                () -> {
                    throw new Fault(Fault.Kind.EXHAUSTED, "too much");
                };
        HttpResponse<String> first = post(SUSPEND, REASON, "k1");
        bed.devices.beforeAct = () -> {};

        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(post(SUSPEND, REASON, "k1").statusCode()).isEqualTo(200);
    }

    @Test
    void comparesUploadsByTheirContent() throws Exception {
        Map<String, String> headers = Map.of("Idempotency-Key", "k1", "Content-Type", "text/csv");

        HttpResponse<String> first =
                bed.send(Optional.of(who), "POST", "/devices/import", "a,b\n", headers);
        HttpResponse<String> same =
                bed.send(Optional.of(who), "POST", "/devices/import", "a,b\n", headers);
        HttpResponse<String> other =
                bed.send(Optional.of(who), "POST", "/devices/import", "a,c\n", headers);

        assertThat(same.body()).isEqualTo(first.body());
        assertThat(bed.devices.jobs).hasValue(1);
        assertThat(other.statusCode()).isEqualTo(422);
    }

    @Test
    void keepsNoSecret() throws Exception {
        Principal administrator = bed.someone(Role.ADMINISTRATOR, Scope.EVERYTHING);
        String body = Samples.body("POST /people/{person}/tokens");

        HttpResponse<String> answer = post(administrator, "/people/user:bert/tokens", body, "k1");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("a secret that is kept nowhere");
        assertThat(bed.store.scan(Idempotency.KIND, Optional.empty(), 1)).isEmpty();
    }
}
