package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.platform.Besieged.Browser;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.PersonId;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A session is one's own: nobody is given another's, and none outlives what it stood for.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionTest {
    private static final String SESSION = "__Host-session";
    private static final Grant AUDITOR = new Grant(Role.AUDITOR, Scope.EVERYTHING);

    private Besieged world;

    @BeforeAll
    void open(@TempDir Path folder) {
        world = Besieged.open(folder);
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void beginsUnderANewIdentifierWhateverTheBrowserBrings() {
        try (Browser victim = world.browser(1)) {
            victim.plant(SESSION, "planted-by-somebody");
            victim.enrol("fixed", world.invite("fixed", AUDITOR));
            String first = victim.cookie(SESSION);
            victim.password("fixed", Besieged.PASSWORD);
            victim.code(victim.app().code());

            assertThat(first).hasSizeGreaterThan(40).isNotEqualTo("planted-by-somebody");
            assertThat(victim.cookie(SESSION)).hasSizeGreaterThan(40).isNotEqualTo(first);
        }
    }

    @Test
    void letsNobodyInWithWhatTheFirstStepGave() {
        try (Browser anna = world.signedIn("halfway", AUDITOR);
                Browser thief = world.browser(2)) {
            thief.password("halfway", Besieged.PASSWORD);
            thief.plant(SESSION, thief.cookie("__Host-sign-in"));

            assertThat(thief.get("/").status()).isEqualTo(303);
            assertThat(anna.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void endsWithAChangeOfWhatOneMayDo() {
        try (Browser anna = world.signedIn("changed", AUDITOR)) {
            assertThat(anna.get("/audit").status()).isEqualTo(200);

            world.platform
                    .people()
                    .accounts()
                    .grant(
                            Besieged.ROOT,
                            PersonId.user("changed"),
                            OptionalLong.empty(),
                            List.of(new Grant(Role.OPERATOR, Scope.EVERYTHING)));

            assertThat(anna.get("/").header("Location")).hasValue("/sign-in");
        }
    }

    @Test
    void endsWithSigningOutAndItsCookieIsTakenAway() {
        try (Browser anna = world.signedIn("leaving", AUDITOR)) {
            String cookie = anna.cookie(SESSION);
            RawHttps.Answer out = anna.post("/sign-out", Map.of("csrf", anna.csrf()));
            anna.plant(SESSION, cookie);

            assertThat(out.header("Set-Cookie").orElseThrow())
                    .startsWith(SESSION + "=;")
                    .contains("Max-Age=0");
            assertThat(anna.get("/").status()).isEqualTo(303);
        }
    }

    @Test
    void comesInACookieThatNoScriptNoOtherSiteAndNoPlainHttpGets() {
        try (Browser anna = world.browser(1)) {
            anna.enrol("cookie", world.invite("cookie", AUDITOR));
            RawHttps.Answer second = anna.password("cookie", Besieged.PASSWORD);
            RawHttps.Answer done = anna.code(anna.app().code());

            assertThat(List.of(second, done))
                    .allSatisfy(answer ->
                            assertThat(answer.header("Set-Cookie").orElseThrow())
                                    .startsWith("__Host-")
                                    .endsWith("; Path=/; Secure; HttpOnly; SameSite=Strict"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example/",
                "/\\evil.example",
                "javascript:alert(1)",
                "/%0d%0aSet-Cookie: a=b"
            })
    void leadsNowhereElseAfterSigningIn(String target) {
        String name = "to" + Math.floorMod(target.hashCode(), 1_000_000);
        try (Browser anna = world.signedIn(name, AUDITOR)) {
            String query =
                    "?next=" + Besieged.encoded(target) + "&back=" + Besieged.encoded(target);
            anna.post(
                    "/sign-in" + query,
                    Map.of("name", name, "password", Besieged.PASSWORD, "next", target));
            RawHttps.Answer done =
                    anna.post(
                            "/sign-in/second" + query,
                            Map.of("code", anna.app().code(), "next", target, "back", target));
            RawHttps.Answer theme = anna.post("/theme", Map.of("theme", "dark", "back", target));

            assertThat(done.header("Location")).hasValue("/");
            assertThat(theme.header("Location")).hasValue("/");
            assertThat(theme.all("Set-Cookie")).hasSize(1);
        }
    }
}
