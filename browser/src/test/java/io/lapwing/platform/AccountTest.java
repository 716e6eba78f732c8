package io.lapwing.platform;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.lapwing.platform.ServedConsole.button;
import static io.lapwing.platform.ServedConsole.link;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What people do about how they sign in: at an OpenID provider, with tokens of their own, in several browsers.
@ExtendWith(InChromium.class)
class AccountTest {
    private static final Pattern OVERVIEW = Pattern.compile("Overview");

    @TempDir private Path folder = Path.of("");

    private ServedConsole serve(Chromium chromium, TestProvider provider) {
        return ServedConsole.open(
                chromium,
                folder.resolve("data"),
                Config.parse(
                        "test",
                        """
                        [listen]
                        address = "127.0.0.1:0"
                        [console]
                        address = "127.0.0.1:0"
                        [console.openid]
                        issuer = "%s"
                        client-id = "%s"
                        client-secret = "file:%s"
                        label = "Sign in with River Watch"
                        authorities = "%s"
                        """
                                .formatted(
                                        provider.issuer(),
                                        TestProvider.CLIENT,
                                        secretFile(),
                                        chromium.authority().folder().resolve("ca.pem")),
                        PlatformConfig.class));
    }

    private Path secretFile() {
        try {
            Path file =
                    Files.createFile(
                            folder.resolve("openid-secret"),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, TestProvider.SECRET + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void throughProvider(ServedConsole console, Visit visit) {
        visit.open(console.url("/sign-in"));
        link(visit, "Sign in with River Watch");
        link(visit, "Continue as Bert");
    }

    private static void invite(ServedConsole console, Visit administrator, String name) {
        administrator.open(console.url("/people/new"));
        administrator.page().getByLabel("Name", exact()).fill(name);
        administrator.page().getByLabel("Role").selectOption("auditor");
        button(administrator, "Make");
        assertThat(administrator.page().locator("h1")).containsText("Invite");
    }

    private static com.microsoft.playwright.Page.GetByLabelOptions exact() {
        return new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true);
    }

    @Test
    void signsInAtAProviderWhoIsLinkedThere(Chromium chromium) {
        try (TestProvider provider = TestProvider.start(chromium.authority().pki());
                ServedConsole console = serve(chromium, provider);
                Visit anna = chromium.visit(Look.WIDE);
                Visit bert = chromium.visit(Look.WIDE).expecting(401)) {
            console.comeIn(anna);
            invite(console, anna, "bert");

            throughProvider(console, bert);
            assertThat(bert.page().locator("#errors")).containsText(TestProvider.SUBJECT);
            anna.open(console.url("/people/user:bert"));
            link(anna, "Link to the provider");
            anna.page().getByLabel("Subject").fill(TestProvider.SUBJECT);
            button(anna, "Link to the provider");
            assertThat(anna.page().locator(".head")).containsText("OpenID provider");
            throughProvider(console, bert);
            assertThat(bert.page()).hasURL(console.url("/enrol"));
            CodeApp app = console.setUpCodes(bert);
            link(bert, "I have kept them");
            assertThat(bert.page()).hasTitle(OVERVIEW);

            button(bert, "Sign out");
            throughProvider(console, bert);
            assertThat(bert.page()).hasURL(console.url("/sign-in/second"));
            bert.page()
                    .getByLabel("Code of your authenticator app")
                    .fill(ServedConsole.code(bert, app));
            button(bert, "Sign in");
            assertThat(bert.page()).hasTitle(OVERVIEW);
        }
    }

    @Test
    void refusesTheReturnOfAnotherBrowser(Chromium chromium) {
        try (TestProvider provider = TestProvider.start(chromium.authority().pki());
                ServedConsole console = serve(chromium, provider);
                Visit anna = chromium.visit(Look.WIDE);
                Visit mallory = chromium.visit(Look.WIDE);
                Visit victim = chromium.visit(Look.WIDE).expecting(401)) {
            console.comeIn(anna);
            mallory.open(console.url("/sign-in"));
            link(mallory, "Sign in with River Watch");
            assertThat(mallory.page()).hasURL(Pattern.compile("/authorize"));
            String sent = provider.approved(mallory.page().url());

            int without = victim.open(sent);
            victim.open(console.url("/sign-in"));
            link(victim, "Sign in with River Watch");
            assertThat(victim.page()).hasURL(Pattern.compile("/authorize"));
            int withAnother = victim.open(sent);

            assertThat(List.of(without, withAnother)).containsOnly(401);
            assertThat(victim.page().locator("#errors")).containsText("That is not right");
        }
    }

    @Test
    void makesTokensThatDoNoMoreThanWasPickedAndRevokesThem(Chromium chromium) {
        try (ServedConsole console = ServedConsole.open(chromium, folder.resolve("data"));
                Visit anna = chromium.visit(Look.WIDE).expecting(401)) {
            console.comeIn(anna);
            anna.open(console.url("/account"));
            link(anna, "New token");
            anna.page().getByLabel("What it is for").fill("nightly");
            anna.page().getByLabel("May act as administrator").uncheck();
            anna.page().getByLabel("Password of now").fill(ServedConsole.PASSWORD);
            button(anna, "Make it");
            String token = anna.page().locator("#once").innerText();
            Object roles = asked(anna, token, "return (await answer.json()).roles.join()");

            anna.open(console.url("/account"));
            assertThat(anna.page().locator("#main")).not().containsText(token);
            anna.page()
                    .locator("section:has(#h-tokens) li:has-text('nightly') button:text('Revoke')")
                    .click();
            assertThat(anna.page().locator("section:has(#h-tokens)")).containsText("None.");

            assertThat(token).startsWith("lpw_");
            assertThat(roles).isEqualTo("operator");
            assertThat(asked(anna, token, "return answer.status")).isEqualTo(401);
        }
    }

    private static Object asked(Visit visit, String token, String then) {
        return visit.page()
                .evaluate(
                        """
                        async (token) => {
                          const headers = { Authorization: "Bearer " + token };
                          const answer = await fetch("/api/v1/me", { headers });
                          %s;
                        }
                        """
                                .formatted(then),
                        token);
    }

    @Test
    void endsSessionsElsewhereAndRenewsRecoveryCodes(Chromium chromium) {
        try (ServedConsole console = ServedConsole.open(chromium, folder.resolve("data"));
                Visit desk = chromium.visit(Look.WIDE).expecting(400);
                Visit phone = chromium.visit(Look.PHONE)) {
            CodeApp app = console.comeIn(desk);
            console.signIn(phone);
            phone.page()
                    .getByLabel("Code of your authenticator app")
                    .fill(ServedConsole.code(phone, app));
            button(phone, "Sign in");
            assertThat(phone.page()).hasTitle(OVERVIEW);

            desk.open(console.url("/account"));
            button(desk, "Sign out everywhere else");
            phone.open(console.url("/"));
            assertThat(phone.page()).hasURL(console.url("/sign-in"));

            link(desk, "New recovery codes");
            desk.page().getByLabel("Password of now").fill("a guess");
            button(desk, "Make them");
            assertThat(desk.page().locator("#errors")).containsText("wrong password");
            desk.page().getByLabel("Password of now").fill(ServedConsole.PASSWORD);
            button(desk, "Make them");
            String code = desk.page().locator(".codes li").first().innerText();
            console.signIn(phone);
            phone.page().locator("summary").click();
            phone.page().getByLabel("Recovery code").fill(code);
            phone.page().locator("form:has(#recovery) button").click();
            assertThat(phone.page()).hasTitle(OVERVIEW);
        }
    }

    @Test
    void offersThePasskeyAgainAfterAWrongCode(Chromium chromium) {
        try (ServedConsole console = ServedConsole.open(chromium, folder.resolve("data"));
                Visit visit = chromium.visit(Look.WIDE).expecting(401)) {
            Passkey passkey = Passkey.in(visit);
            console.comeIn(visit);
            visit.open(console.url("/account/factor"));
            visit.page().getByLabel("Password of now").fill(ServedConsole.PASSWORD);
            button(visit, "Go on");
            button(visit, "Set up a passkey");
            link(visit, "I have kept them");
            button(visit, "Sign out");
            console.signIn(visit);
            visit.page().getByLabel("Code of your authenticator app").fill("000000");
            visit.page().locator("form:has(#code) button").click();
            assertThat(visit.page().locator("#errors")).isVisible();
            button(visit, "Use a passkey");

            assertThat(visit.page()).hasTitle(OVERVIEW);
            assertThat(passkey.size()).isEqualTo(1);
        }
    }
}
