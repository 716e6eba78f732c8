package io.lapwing.platform;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.lapwing.platform.ServedConsole.button;
import static io.lapwing.platform.ServedConsole.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.lapwing.device.JoinOutcome;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.MacVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// From the first start of a platform to its first device that joined, in a browser; and the ways back in.
@ExtendWith(InChromium.class)
class FirstRunTest {
    @TempDir private Path folder = Path.of("");

    private ServedConsole serve(Chromium chromium) {
        return ServedConsole.open(chromium, folder.resolve("data"));
    }

    @Test
    void leadsToTheFirstDeviceThatJoined(Chromium chromium) throws Exception {
        try (ServedConsole console = serve(chromium);
                Players players = Players.enter(console.running());
                Visit visit = chromium.visit(Look.WIDE)) {
            String mode =
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(console.firstRunFile()));
            console.firstRun(visit);
            CodeApp app = console.setUpCodes(visit);
            link(visit, "I have kept them");
            assertThat(visit.page()).hasTitle(Pattern.compile("Overview"));

            TestDevice device = TestDevice.of(1, MacVersion.V1_1);
            takeIn(console, visit, device);
            visit.open(console.url("/devices/" + device.devEui()));
            int before = joins(visit.page());
            Answer answer = players.join(device, device.device().joinRequest());
            JoinOutcome outcome = device.device().joinAccept(Players.grant(answer).joinAccept());
            visit.page().reload();

            assertThat(mode).isEqualTo("rw-------");
            assertThat(console.firstRunFile()).doesNotExist();
            assertThat(before).isZero();
            assertThat(outcome).isInstanceOf(JoinOutcome.Joined.class);
            assertThat(joins(visit.page())).isEqualTo(1);
            assertThat(visit.page().locator(".head .tag")).hasText("active");
            showsNoSecret(visit, device, app);
        }
    }

    /// Imports a device whose keys are sealed to the vault, as its maker hands it over.
    private static void takeIn(ServedConsole console, Visit visit, TestDevice device) {
        visit.open(console.url("/devices"));
        link(visit, "Import devices");
        visit.page()
                .getByLabel("Paste them")
                .fill(
                        """
                        {"devEui":"%s","joinEui":"%s","macVersion":"1.1","appKey":"%s","nwkKey":"%s",\
                        "networkServerKey":"%s","applicationServer":"%s","applicationServerKey":"%s"}
                        """
                                .formatted(
                                        device.devEui(),
                                        Players.JOIN_EUI,
                                        console.running().sealed(device.appKey()),
                                        console.running().sealed(device.nwkKey().orElseThrow()),
                                        Players.NS_LABEL,
                                        Players.AS_ID,
                                        Players.AS_LABEL));
        button(visit, "Import the rows");
        assertThat(visit.page().locator("#living .tag")).hasText("done");
    }

    private static int joins(Page page) {
        return page.locator("section:has(h2:text-is('Joins')) tbody tr").count();
    }

    private static void showsNoSecret(Visit visit, TestDevice device, CodeApp app) {
        List<SecretForms> keys =
                List.of(
                        SecretForms.of(device.appKey()),
                        SecretForms.of(device.nwkKey().orElseThrow()),
                        SecretForms.of(Players.NS_KEK),
                        SecretForms.of(Players.AS_KEK));

        assertThat(visit.received()).isNotEmpty();
        assertThat(visit.received())
                .noneMatch(answer -> keys.stream().anyMatch(key -> key.isIn(answer.text())))
                .noneMatch(answer -> answer.text().contains(ServedConsole.PASSWORD));
        assertThat(visit.received())
                .filteredOn(answer -> answer.text().contains(app.secret()))
                .as("pages with the secret of the authenticator app: its own alone")
                .hasSize(1);
    }

    @Test
    void makesADeviceWhoseKeysNobodySees(Chromium chromium) {
        try (ServedConsole console = serve(chromium);
                Visit visit = chromium.visit(Look.PHONE)) {
            console.firstRun(visit);
            console.setUpCodes(visit);
            assertThat(visit.page()).hasTitle(Pattern.compile("Recovery codes"));
            visit.open(console.url("/devices"));
            link(visit, "New device");
            visit.page().getByLabel("DevEUI").fill("70b3d57ed0001234");
            visit.page().getByLabel("JoinEUI").fill("70B3D57ED0000000");
            visit.page().getByLabel("Labels").fill("site=weir");
            button(visit, "Make device");

            assertThat(visit.page()).hasURL(console.url("/devices/70B3D57ED0001234"));
            assertThat(visit.page().locator("main")).containsText("site=weir");
            assertThat(visit.page().locator("main")).containsText("never outside a vault");
        }
    }

    @Test
    void signsInWithAPasskey(Chromium chromium) {
        try (ServedConsole console = serve(chromium);
                Visit visit = chromium.visit(Look.WIDE)) {
            Passkey passkey = Passkey.in(visit);
            console.firstRun(visit);
            button(visit, "Set up a passkey");
            link(visit, "I have kept them");
            signOut(visit);
            console.signIn(visit);
            button(visit, "Use a passkey");

            assertThat(visit.page()).hasTitle(Pattern.compile("Overview"));
            assertThat(passkey.size()).isEqualTo(1);
        }
    }

    @Test
    void signsInWithACodeOrARecoveryCodeOnce(Chromium chromium) {
        try (ServedConsole console = serve(chromium);
                Visit visit = chromium.visit(Look.WIDE).expecting(401)) {
            console.firstRun(visit);
            CodeApp app = console.setUpCodes(visit);
            String recovery = visit.page().locator(".codes li").first().innerText();
            link(visit, "I have kept them");

            String code = app.code();
            signOut(visit);
            console.signIn(visit);
            visit.page().getByLabel("Code of your authenticator app").fill(code);
            button(visit, "Sign in");
            assertThat(visit.page()).hasTitle(Pattern.compile("Overview"));

            signOut(visit);
            console.signIn(visit);
            visit.page().getByLabel("Code of your authenticator app").fill(code);
            visit.page().locator("form:has(#code) button").click();
            assertThat(visit.page().locator("#errors")).isVisible();

            visit.page().locator("summary").click();
            visit.page().getByLabel("Recovery code").fill(recovery);
            visit.page().locator("form:has(#recovery) button").click();
            assertThat(visit.page()).hasTitle(Pattern.compile("Overview"));
        }
    }

    private static void signOut(Visit visit) {
        button(visit, "Sign out");
        assertThat(visit.page()).hasURL(Pattern.compile("/sign-in$"));
    }

    @Test
    void opensTheFirstRunOnceAlone(Chromium chromium) {
        try (ServedConsole console = serve(chromium);
                Visit first = chromium.visit(Look.WIDE);
                Visit later = chromium.visit(Look.WIDE)) {
            console.firstRun(first);
            console.setUpCodes(first);
            assertThat(first.page()).hasTitle(Pattern.compile("Recovery codes"));
            later.open(console.url("/first-run"));

            assertThat(later.page()).hasURL(console.url("/sign-in"));
        }
    }

    @Test
    void refusesAWrongSecretInWords(Chromium chromium) {
        try (ServedConsole console = serve(chromium);
                Visit visit = chromium.visit(Look.PHONE).expecting(401)) {
            visit.open(console.url("/"));
            visit.page().getByLabel("First-run secret").fill("guessed");
            visit.page().getByLabel("Your name").fill("mallory");
            visit.page().getByLabel("Password").fill(ServedConsole.PASSWORD);
            button(visit, "Make the first administrator");

            assertThat(visit.page().locator("#errors")).containsText("That is not right");
            assertThat(console.firstRunFile()).exists();
        }
    }
}
