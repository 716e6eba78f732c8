package io.lapwing.platform;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.lapwing.platform.ServedConsole.button;
import static io.lapwing.platform.ServedConsole.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.lapwing.service.people.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Two people in two browsers: one asks, the other one decides, on a platform as an operator starts it.
@ExtendWith(InChromium.class)
class ApprovalTest {
    private static final String DEVICE = "70B3D57ED0001234";

    /// A job has to get its turn.
    private static final double JOB_MS = 30_000;

    @TempDir private Path folder = Path.of("");

    /// A second operator, invited by the first one.
    private static void comeIn(ServedConsole console, Visit anna, Visit bert) {
        anna.open(console.url("/people/new"));
        Page people = anna.page();
        people.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("bert");
        people.getByLabel("Role").selectOption("operator");
        button(anna, "Make");
        String code = people.locator(".secret-once").textContent().strip();
        bert.open(console.url("/invitation"));
        bert.page().getByLabel("Code").fill(code);
        bert.page().getByLabel("New password").fill(ServedConsole.PASSWORD);
        bert.page().locator("form button[class='button']").first().click();
        CodeApp _ = console.setUpCodes(bert);
        link(bert, "I have kept them");
        assertThat(bert.page()).hasTitle(Pattern.compile("Overview"));
    }

    private static void makeDevice(ServedConsole console, Visit visit) {
        visit.open(console.url("/devices/new"));
        visit.page().getByLabel("DevEUI").fill(DEVICE);
        visit.page().getByLabel("JoinEUI").fill("70B3D57ED0000000");
        button(visit, "Make device");
        assertThat(visit.page()).hasURL(console.url("/devices/" + DEVICE));
    }

    /// Types the name that the page asks for.
    private static void typeName(Visit visit) {
        Page page = visit.page();
        page.locator("#f-typed").fill(page.locator("label[for='f-typed'] code").textContent());
    }

    private static void ask(Visit visit, String reason) {
        visit.page().getByLabel("Reason").fill(reason);
        typeName(visit);
        button(visit, "Ask");
        assertThat(visit.page()).hasURL(Pattern.compile("/approvals$"));
    }

    private static boolean offersToAllow(Visit visit) {
        return visit.page()
                        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Allow"))
                        .count()
                > 0;
    }

    private static String allow(ServedConsole console, Visit visit) {
        visit.open(console.url("/approvals"));
        link(visit, "Allow");
        assertThat(visit.page()).hasURL(Pattern.compile("/allow$"));
        String path = visit.page().url();
        typeName(visit);
        button(visit, "Allow");
        return path;
    }

    @Test
    void handsTheFileToWhoAskedOnceAnotherOneAllowedIt(Chromium chromium) throws IOException {
        try (ServedConsole console = ServedConsole.open(chromium, folder.resolve("data"));
                Visit anna = chromium.visit(Look.WIDE).expecting(403);
                Visit bert = chromium.visit(Look.WIDE).expecting(404)) {
            console.comeIn(anna);
            comeIn(console, anna, bert);
            makeDevice(console, anna);

            anna.open(console.url("/devices"));
            link(anna, "Export");
            ask(anna, "yearly audit");
            boolean offeredToHerself = offersToAllow(anna);
            String id =
                    console.running()
                            .platform()
                            .people()
                            .wishes()
                            .list(Principal.local("root"))
                            .getFirst()
                            .id();
            int herself = anna.open(console.url("/approvals/" + id + "/allow"));
            String allowed = allow(console, bert);
            anna.open(console.url("/approvals"));
            Download file = anna.page().waitForDownload(() -> link(anna, "CSV"));
            int another = bert.open(console.url("/approvals/" + id + "/file?format=csv"));

            assertThat(offeredToHerself).isFalse();
            assertThat(herself).isEqualTo(403);
            assertThat(allowed).contains(id);
            assertThat(file.suggestedFilename()).isEqualTo("device-export-" + id + ".csv");
            assertThat(Files.readString(file.path())).contains("devEui", DEVICE);
            assertThat(another).isEqualTo(404);
        }
    }

    @Test
    void doesTheJobOnceAnotherOneAllowedIt(Chromium chromium) {
        try (ServedConsole console = ServedConsole.open(chromium, folder.resolve("data"));
                Players _ = Players.enter(console.running());
                Visit anna = chromium.visit(Look.WIDE);
                Visit bert = chromium.visit(Look.WIDE)) {
            console.comeIn(anna);
            comeIn(console, anna, bert);

            bert.open(console.url("/peers"));
            link(bert, "Answer no peer any more");
            ask(bert, "stolen certificates");
            boolean offeredToHimself = offersToAllow(bert);
            String _ = allow(console, anna);
            assertThat(anna.page()).hasURL(Pattern.compile("/jobs/"));
            assertThat(anna.page().locator("#living .tag"))
                    .hasText("done", new LocatorAssertions.HasTextOptions().setTimeout(JOB_MS));
            bert.open(console.url("/peers"));

            assertThat(offeredToHimself).isFalse();
            assertThat(bert.page().locator("main")).containsText("disabled");
            assertThat(bert.page().locator("main")).not().containsText("enabled");
        }
    }
}
