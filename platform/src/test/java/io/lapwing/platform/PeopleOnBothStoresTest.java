package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.platform.Besieged.Browser;
import io.lapwing.service.people.ApiToken;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.PersonId;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People, sessions, tokens, webhooks and jobs work alike on both engines, also when many come at once.
class PeopleOnBothStoresTest {
    private static final Grant AUDITOR = new Grant(Role.AUDITOR, Scope.EVERYTHING);

    @TempDir private Path folder;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(one);
        return one;
    }

    @Test
    void embedded() throws Exception {
        live(opened(Besieged.open(folder)));
    }

    @Test
    void postgres() throws Exception {
        OwnPostgres server = opened(OwnPostgres.start());

        live(opened(Besieged.open(folder, server.config())));
    }

    private void live(Besieged world) throws Exception {
        Browser anna = opened(world.signedIn("anna", Besieged.everything()));
        assertSignInTakesACodeOnceFromMany(world, anna);
        assertTokenFollowsItsHolder(world);
        assertWebhookAndJob(world, anna);
        assertSuspensionEndsEverything(world, anna);
    }

    private void assertSignInTakesACodeOnceFromMany(Besieged world, Browser anna) throws Exception {
        String code = anna.recoveryCodes().getFirst();
        List<Browser> browsers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Browser browser = opened(world.browser(1));
            browser.password("anna", Besieged.PASSWORD);
            browsers.add(browser);
        }
        List<Future<RawHttps.Answer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            browsers.forEach(one -> answers.add(threads.submit(() -> one.recovery(code))));
        }

        int in = 0;
        for (Future<RawHttps.Answer> answer : answers) {
            in += answer.get().status() == 303 ? 1 : 0;
        }
        assertThat(in).isEqualTo(1);
        assertThat(anna.get("/").status()).isEqualTo(200);
    }

    private static void assertTokenFollowsItsHolder(Besieged world) {
        PersonId id = PersonId.parse("service:ci");
        world.platform.people().accounts().create(Besieged.ROOT, id, List.of(AUDITOR));
        ApiToken.Issued issued =
                world.platform
                        .people()
                        .tokens()
                        .issue(Besieged.ROOT, id, "ci", Duration.ofHours(1), List.of());
        try (RawHttps http = world.connect(9)) {
            Map<String, String> headers = Besieged.bearer(issued.secret());
            assertThat(http.send("GET", "/api/v1/audit", headers, "").status()).isEqualTo(200);
            world.platform
                    .people()
                    .accounts()
                    .grant(Besieged.ROOT, id, OptionalLong.empty(), List.of());
            assertThat(http.send("GET", "/api/v1/audit", headers, "").status()).isEqualTo(403);
            world.platform.people().tokens().revoke(Besieged.ROOT, id, issued.token().id());
            assertThat(http.send("GET", "/api/v1/audit", headers, "").status()).isEqualTo(401);
        }
    }

    private static void assertWebhookAndJob(Besieged world, Browser anna) throws Exception {
        RawHttps.Answer made =
                anna.post(
                        "/webhooks/new",
                        Map.of(
                                "url",
                                "https://8.8.8.8/in",
                                "types",
                                "none.",
                                "csrf",
                                anna.formToken()));
        RawHttps.Answer verify = anna.post("/audit/verify", Map.of("csrf", anna.formToken()));
        world.platform.messengers().jobs().awaitAll();

        assertThat(made.status()).as(made.body()).isEqualTo(303);
        assertThat(anna.get(made.header("Location").orElseThrow()).body()).contains("8.8.8.8");
        assertThat(anna.get(verify.header("Location").orElseThrow()).body()).contains("intact:");
    }

    private static void assertSuspensionEndsEverything(Besieged world, Browser anna) {
        PersonId id = PersonId.user("anna");
        world.platform.people().accounts().enable(Besieged.ROOT, id, OptionalLong.empty(), false);

        assertThat(anna.get("/").status()).isEqualTo(303);
        assertThat(world.platform.people().named("user:anna")).isEqualTo(Optional.empty());
        assertThat(anna.password("anna", Besieged.PASSWORD).status()).isEqualTo(401);
    }
}
