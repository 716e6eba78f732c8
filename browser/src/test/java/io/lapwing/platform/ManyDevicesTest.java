package io.lapwing.platform;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.lapwing.console.DeviceAction;
import io.lapwing.service.people.Role;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Filters, what is done to many devices, files of many, and roles of one person: with scripts and without.
@ExtendWith(InChromium.class)
class ManyDevicesTest {
    private static final String ROWS = "devEui,joinEui,macVersion,appKey\n";

    private static Look look(boolean script) {
        return script ? Look.WIDE : Look.PHONE.withoutScript();
    }

    private static void button(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void filtersByChipsThatCanBeTakenAway(boolean script, Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.OPERATOR, look(script))) {
            Page page = visit.page();
            visit.open(bed.url("/devices?owner=river-watch"));
            page.getByText("More filters").click();
            page.getByLabel("Label").fill("thing=water-level");
            page.getByLabel("Home network").fill("000013");
            if (script) {
                page.getByLabel("Home network").blur();
            } else {
                button(page, "Filter");
            }
            assertThat(page.locator(".chips .chip")).hasCount(3);
            String shared = page.url();
            link(page, "Owner: river-watch").click();

            assertThat(page.locator(".chips .chip")).hasCount(2);
            assertThat(page).hasURL(Pattern.compile("network=000013"));
            assertThat(page).not().hasURL(Pattern.compile("owner=river"));
            assertThat(shared).contains("owner=river-watch").contains("thing%3Dwater-level");
        }
    }

    @Test
    void teachesWhatToDoWhereNothingMatches(Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.OPERATOR, Look.WIDE)) {
            visit.open(bed.url("/devices?state=retired&network=FFFFFF"));

            assertThat(visit.page().locator("#list")).containsText("Remove one above");
            link(visit.page(), "Network: FFFFFF").click();
            assertThat(visit.page().locator("tbody tr").first()).isVisible();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void retiresAllThatMatchOnceTheirNumberIsTyped(boolean script, Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.OPERATOR, look(script)).expecting(400)) {
            Page page = visit.page();
            visit.open(bed.url("/devices?state=suspended"));
            page.locator(".pick").first().check();
            page.getByLabel("What to do").selectOption("retire");
            button(page, "All that match …");
            assertThat(page.locator("h1")).hasText("Retire: all 12 devices that match");
            page.getByLabel("Reason").fill("scrapped");
            page.locator("input[name=typed]").fill("retire 11");
            button(page, "Retire all 12 devices that match");
            assertThat(page.locator("#errors")).containsText("Type retire 12");
            page.locator("input[name=typed]").fill("retire 12");
            button(page, "Retire all 12 devices that match");

            assertThat(page).hasURL(Pattern.compile("/jobs/"));
            assertThat(bed.devices.done).containsExactly(new DeviceAction.Retire("scrapped"));
            assertThat(bed.devices.onAll)
                    .allMatch(filter -> filter.state().equals(Optional.of("suspended")));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void importsAFileAsItComes(boolean script, Chromium chromium) {
        byte[] file = (ROWS + "x".repeat(8 << 20)).getBytes(StandardCharsets.UTF_8);
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.OPERATOR, look(script))) {
            Page page = visit.page();
            visit.open(bed.url("/devices/import"));
            assertThat(page.locator("#f-file-hint")).containsText("Up to 1 GiB");
            page.locator("#f-file").setInputFiles(new FilePayload("devices.csv", "text/csv", file));
            button(page, "Import the file");

            assertThat(page).hasURL(Pattern.compile("/jobs/" + SampleWork.RUNNING));
            assertThat(bed.devices.imported).containsExactly("csv " + file.length);
        }
    }

    @Test
    void refusesAFileThatIsTooLongBeforeItIsSent(Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.OPERATOR, Look.WIDE)) {
            Page page = visit.page();
            visit.open(bed.url("/devices/import"));
            page.evaluate("document.querySelector('[data-upload]').dataset.limit = '1024'");
            page.locator("#f-file")
                    .setInputFiles(new FilePayload("devices.csv", "text/csv", new byte[2_048]));
            button(page, "Import the file");

            assertThat(page.locator("[data-problem]"))
                    .containsText("The file has 2 KiB: want at most 1 KiB. Split it");
            assertThat(bed.devices.imported).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void importsPastedRows(boolean script, Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.OPERATOR, look(script))) {
            visit.open(bed.url("/devices/import"));
            visit.page().getByLabel("Paste them").fill(ROWS);
            button(visit.page(), "Import the rows");

            assertThat(visit.page()).hasURL(Pattern.compile("/jobs/"));
            assertThat(bed.devices.imported).containsExactly("csv " + ROWS.length());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesASecondRoleBesideTheFirst(boolean script, Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.ADMINISTRATOR, look(script))) {
            Page page = visit.page();
            visit.open(bed.url("/people/user:bert"));
            link(page, "Give a role").click();
            page.getByLabel("Role").selectOption("owner");
            page.getByLabel("Only of owner").fill("river-watch");
            button(page, "Give a role");

            assertThat(page).hasURL(Pattern.compile("/people/user%3Abert$"));
            assertThat(bed.people.granted)
                    .hasSize(1)
                    .first()
                    .satisfies(grants ->
                            assertThat(grants)
                                    .extracting(grant -> grant.role())
                                    .containsExactly("operator", "owner"));
        }
    }

    @Test
    void followsWhatHappensWithoutAskingAgainAndAgain(Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.OPERATOR, Look.WIDE)) {
            // what happens before the stream is open is on the page already
            visit.page().waitForResponse("**/live/overview", () -> visit.open(bed.url("/")));
            visit.page()
                    .waitForRequest(
                            request ->
                                    request.resourceType().equals("fetch")
                                            || request.resourceType().equals("xhr"),
                            bed.events::happen);

            assertThat(visit.page().locator("#living")).isVisible();
        }
    }

    @Test
    void showsAPageWhereNothingIs(Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.OPERATOR, Look.WIDE).expecting(404)) {
            int status = visit.open(bed.url("/nowhere"));

            assertThat(status).isEqualTo(404);
            assertThat(visit.page().locator("h1")).hasText("There is nothing here");
            assertThat(visit.page()).hasTitle("There is nothing here · Lapwing");
        }
    }
}
