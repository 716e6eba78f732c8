package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.platform.Besieged.Browser;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.events.Event;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who guesses at passwords and codes is slowed down, written down and told of; who is right gets in.
class GuessingTest {
    private static final Grant AUDITOR = new Grant(Role.AUDITOR, Scope.EVERYTHING);

    @TempDir private Path folder;
    private Besieged world;

    @BeforeEach
    void open() {
        world = Besieged.open(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    /// Three guesses from one address, which costs no wait.
    private void guess(int host, String name) {
        try (Browser browser = world.browser(host)) {
            for (int i = 0; i < 3; i++) {
                assertThat(browser.password(name, "a wrong password").status()).isEqualTo(401);
            }
        }
    }

    @Test
    void letsAnAddressWaitAndSaysHowLong() {
        long before = world.records();
        guess(7, "nobody");

        try (Browser browser = world.browser(7)) {
            assertThat(browser.password("nobody", "a wrong password").body())
                    .contains("Too many wrong tries. Come again in 1 seconds.");
        }
        assertThat(world.since(before))
                .filteredOn(event -> event.action().equals("session.begin"))
                .hasSize(3)
                .allSatisfy(
                        event -> assertThat(event.details()).containsEntry("address", "127.0.0.7"))
                .noneMatch(event -> event.toString().contains("nobody"));
    }

    @Test
    void letsANameWaitForHalfAMinuteAtMostAndNotWhereItSignedInBefore() {
        try (Browser anna = world.signedIn("anna", AUDITOR)) {
            for (int host = 10; host < 16; host++) {
                guess(host, "anna");
            }

            try (Browser stranger = world.browser(20);
                    Browser home = world.browser(1)) {
                String wait = stranger.password("anna", Besieged.PASSWORD).body();
                assertThat(home.password("anna", Besieged.PASSWORD).body())
                        .contains("One more proof");
                assertThat(home.code(anna.app().code()).status()).isEqualTo(303);
                assertThat(wait).containsPattern("Come again in ([1-9]|[12][0-9]|30) seconds");
            }
            assertThat(anna.get("/account").status()).isEqualTo(200);
        }
    }

    @Test
    void raisesAnAlarmOnTheOverviewAndAmongTheEvents() {
        try (Browser anna = world.signedIn("anna", AUDITOR)) {
            String before = anna.get("/").body();
            long last = world.records() - 1;
            for (int host = 30; host < 34; host++) {
                guess(host, "anna");
            }

            String overview = anna.get("/").body();
            List<Event> events =
                    world.platform.messengers().feed().after(last, 1_000, _ -> true).events();

            assertThat(before).doesNotContain("guesses at passwords");
            assertThat(overview)
                    .contains("somebody guesses at passwords or tokens, from 127.0.0.33")
                    .contains("last at user:anna");
            assertThat(events)
                    .singleElement()
                    .satisfies(event -> assertThat(event.type()).isEqualTo(Event.Type.ALARM))
                    .satisfies(event ->
                            assertThat(event.details())
                                    .containsEntry("alarm", "sign-in-guessing")
                                    .containsEntry("user", "user:anna"));
        }
    }

    @Test
    void takesACodeWithoutSpacesOnceAndSaysSo() {
        try (Browser anna = world.signedIn("anna", AUDITOR);
                Browser home = world.browser(1)) {
            String code = anna.app().code();
            home.password("anna", Besieged.PASSWORD);
            RawHttps.Answer spaced = home.code(code.substring(0, 3) + " " + code.substring(3));
            RawHttps.Answer around = home.code(" " + code);
            RawHttps.Answer right = home.code(code);
            home.password("anna", Besieged.PASSWORD);
            RawHttps.Answer again = home.code(code);

            assertThat(spaced.status()).isEqualTo(401);
            assertThat(spaced.body()).contains("six digits and nothing else, no space");
            assertThat(around.status()).isEqualTo(401);
            assertThat(right.status()).isEqualTo(303);
            assertThat(again.status()).isEqualTo(401);
            assertThat(again.body()).doesNotContain(code);
        }
    }

    @Test
    void takesARecoveryCodeOnce() {
        try (Browser anna = world.signedIn("anna", AUDITOR);
                Browser home = world.browser(1)) {
            String code = anna.recoveryCodes().getFirst();
            home.password("anna", Besieged.PASSWORD);
            RawHttps.Answer first = home.recovery(code);
            home.password("anna", Besieged.PASSWORD);
            RawHttps.Answer again = home.recovery(code);

            assertThat(anna.recoveryCodes()).hasSize(10);
            assertThat(first.status()).isEqualTo(303);
            assertThat(again.status()).isEqualTo(401);
        }
    }

    @Test
    void endsTheSignInOfWhoeverGuessesAtTheCodeAndRaisesAnAlarm() {
        try (Browser anna = world.signedIn("anna", AUDITOR);
                Browser thief = world.browser(40)) {
            thief.password("anna", Besieged.PASSWORD);
            String flow = thief.cookie("__Host-sign-in");
            // one address waits after three, so that the others go on with the cookie
            for (int host = 41; host < 46; host++) {
                try (Browser next = world.browser(host)) {
                    next.plant("__Host-sign-in", flow);
                    assertThat(next.code("00000" + (host - 41)).status()).isEqualTo(401);
                }
            }
            RawHttps.Answer right = thief.code(anna.app().code());

            assertThat(right.status()).isEqualTo(401);
            assertThat(right.header("Set-Cookie")).isEmpty();
            assertThat(anna.get("/").body())
                    .contains("who knows the password of user:anna guesses at the second factor");
        }
    }

    @Test
    void showsNoDifferenceBetweenAUserAndNobody() {
        try (Browser anna = world.signedIn("anna", AUDITOR);
                Browser one = world.browser(50);
                Browser two = world.browser(51)) {
            RawHttps.Answer known = one.password("anna", "a wrong password");
            RawHttps.Answer unknown = two.password("nobody", "a wrong password");

            assertThat(unknown.status()).isEqualTo(known.status());
            assertThat(unknown.body().replace("nobody", anna.name())).isEqualTo(known.body());
            assertThat(unknown.all("Set-Cookie")).isEqualTo(known.all("Set-Cookie"));
        }
    }

    @Test
    void writesRefusalsDownWithoutTheSecretThatWasTyped() {
        long before = world.records();
        try (Browser browser = world.browser(60)) {
            browser.password("a secret in the wrong place", "another typed secret");
            browser.post(
                    "/invitation",
                    java.util.Map.of(
                            "code", "typed-code", "name", "x", "password", "typed-password-1"));
            browser.post(
                    "/first-run",
                    java.util.Map.of(
                            "secret", "typed-code", "name", "x", "password", "typed-password-1"));
        }

        List<AuditEvent> written = world.since(before);
        assertThat(written).hasSize(3).allMatch(event -> event.outcome().equals("refused"));
        assertThat(written.toString()).doesNotContain("secret in").doesNotContain("typed");
    }
}
