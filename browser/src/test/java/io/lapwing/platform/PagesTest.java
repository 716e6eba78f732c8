package io.lapwing.platform;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.lapwing.console.DeviceAction;
import io.lapwing.service.people.Role;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people do on the console's pages, with scripts and without.
@ExtendWith(InChromium.class)
class PagesTest {
    private static final String DEVICE = "/devices/" + SampleDevices.devEui(3);
    private static final String FOREIGN = "/devices/" + SampleDevices.devEui(1);

    private static void signIn(Page page, String name, String password) {
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(password);
        button(page, "Go on");
    }

    private static void button(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static List<String> navigation(Visit visit) {
        return visit.page().locator(".nav a").allInnerTexts().stream().map(String::strip).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signsInWithASecondFactor(boolean script, Chromium chromium) {
        Look look = script ? Look.WIDE : Look.WIDE.withoutScript();
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = chromium.visit(look)) {
            visit.open(bed.url("/devices"));
            signIn(visit.page(), "operator", SampleSignIn.PASSWORD);
            visit.page().getByLabel("Code of your authenticator app").fill("123456");
            button(visit.page(), "Sign in");

            assertThat(visit.page()).hasTitle(Pattern.compile("Overview"));
            assertThat(visit.context().cookies())
                    .anyMatch(
                            cookie -> cookie.name.equals(SampleSignIn.SESSION) && cookie.httpOnly);
        }
    }

    @Test
    void saysNoMoreThanThatAPasswordIsWrong(Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = chromium.visit(Look.PHONE).expecting(401)) {
            visit.open(bed.url("/sign-in"));
            signIn(visit.page(), "operator", "no");

            assertThat(visit.page().locator("#errors")).containsText("Name or password");
            assertThat(visit.page().locator("#errors")).isFocused();
        }
    }

    @Test
    void setsUpTheFirstAdministrator(Chromium chromium) {
        try (PagesBed bed = PagesBed.unused(chromium);
                Visit visit = chromium.visit(Look.WIDE)) {
            visit.open(bed.url("/"));
            Page page = visit.page();
            page.getByLabel("First-run secret").fill("secret");
            page.getByLabel("Your name").fill("anna");
            page.getByLabel("Password").fill(SampleSignIn.PASSWORD);
            button(page, "Make the first administrator");
            page.locator("input[name=code]").fill(SampleSignIn.CODE);
            page.locator("form:has(input[name=code]) button").click();

            assertThat(page.locator(".codes")).containsText("9rtb-w3fh");
        }
    }

    @Test
    void showsAnOwnerHisDevicesAlone(Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit =
                        bed.as(chromium, Role.OWNER, Look.WIDE).expecting(404).expecting(403)) {
            visit.open(bed.url("/devices"));
            List<String> owners = visit.page().locator("td[data-label=Owner]").allInnerTexts();
            int foreign = visit.open(bed.url(FOREIGN));
            String said = visit.page().locator("main").innerText();
            int unknown = visit.open(bed.url("/devices/FFFFFFFFFFFFFFFF"));
            int people = visit.open(bed.url("/people"));

            assertThat(owners).isNotEmpty().allMatch(PagesBed.OWNER::equals);
            assertThat(List.of(foreign, unknown, people)).containsExactly(404, 404, 403);
            assertThat(visit.received())
                    .filteredOn(answer -> answer.url().contains("FFFF"))
                    .isNotEmpty();
            assertThat(said).contains("There is nothing here");
        }
    }

    @Test
    void showsEachRoleItsOwnPlaces(Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium)) {
            for (Role role : Role.values()) {
                try (Visit visit = bed.as(chromium, role, Look.WIDE)) {
                    visit.open(bed.url("/"));

                    List<String> shown = navigation(visit);
                    boolean people = role == Role.ADMINISTRATOR || role == Role.AUDITOR;
                    assertThat(shown).as(role.word()).contains("Overview", "Devices");
                    assertThat(shown.contains("People")).as(role.word()).isEqualTo(people);
                    assertThat(shown.contains("Audit log")).as(role.word()).isEqualTo(people);
                }
            }
        }
    }

    @Test
    void offersAnAuditorNothingToChange(Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.AUDITOR, Look.WIDE).expecting(403)) {
            visit.open(bed.url(DEVICE));
            int offered = visit.page().locator("a.button[href^='" + DEVICE + "/']").count();
            int refused = visit.open(bed.url(DEVICE + "/suspend"));

            assertThat(offered).isZero();
            assertThat(refused).isEqualTo(403);
        }
    }

    @Test
    void searchesAsOneTypes(Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.OPERATOR, Look.WIDE)) {
            visit.open(bed.url("/devices"));
            Page page = visit.page();
            page.keyboard().press("/");
            page.keyboard().type(SampleDevices.devEui(0x42));

            assertThat(page.locator("tbody tr")).hasCount(1);
            assertThat(page.getByLabel("Search devices")).isFocused();
            assertThat(page).hasURL(Pattern.compile("q=" + SampleDevices.devEui(0x42)));
            assertThat(page.locator("#live")).hasText("1 device shown");
        }
    }

    @Test
    void findsDevicesWithoutScripts(Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.OPERATOR, Look.PHONE.withoutScript())) {
            visit.open(bed.url("/devices"));
            visit.page().getByLabel("Search devices").fill(SampleDevices.devEui(0x42));
            button(visit.page(), "Filter");

            assertThat(visit.page().locator("tbody tr")).hasCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asksForTheNameBeforeADeviceIsRetired(boolean script, Chromium chromium) {
        Look look = script ? Look.WIDE : Look.WIDE.withoutScript();
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.OPERATOR, look).expecting(400)) {
            Page page = visit.page();
            visit.open(bed.url(DEVICE + "/retire"));
            page.getByLabel("Reason").fill("broken");
            page.locator("input[name=typed]").fill("something else");
            button(page, "Retire");
            List<DeviceAction> before = List.copyOf(bed.devices.done);
            page.locator("input[name=typed]").fill(SampleDevices.devEui(3));
            button(page, "Retire");
            assertThat(page).hasURL(bed.url(DEVICE));

            assertThat(before).isEmpty();
            assertThat(bed.devices.done).containsExactly(new DeviceAction.Retire("broken"));
        }
    }

    @Test
    void isUsedWithTheKeyboardAlone(Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.OPERATOR, Look.WIDE)) {
            Page page = visit.page();
            visit.open(bed.url("/devices"));
            page.keyboard().press("Tab");
            assertThat(page.locator(".skip")).isFocused();
            page.keyboard().press("Enter");
            assertThat(page.locator("#main")).isFocused();
            page.keyboard().press("?");
            assertThat(page.locator("#help")).isVisible();
            page.keyboard().press("Escape");
            assertThat(page.locator("#help")).isHidden();
            page.keyboard().press("g");
            page.keyboard().press("k");

            assertThat(page).hasURL(bed.url("/keys"));
        }
    }

    @Test
    void keepsTheChosenTheme(Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.OPERATOR, Look.WIDE)) {
            visit.open(bed.url("/devices"));
            visit.page().locator(".theme button").last().click();

            assertThat(visit.page().locator("html")).hasAttribute("data-theme", "dark");
            assertThat(visit.page()).hasURL(Pattern.compile("/devices$"));
        }
    }

    @Test
    void showsWhatAnAttackerTypedAsText(Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.ADMINISTRATOR, Look.WIDE)) {
            visit.open(bed.url(DEVICE));

            assertThat(visit.page().locator("main")).containsText(SampleDevices.HOSTILE);
            assertThat(visit.received())
                    .noneMatch(answer ->
                            answer.text().contains("text/html")
                                    && answer.text().contains(SampleDevices.HOSTILE));
        }
    }
}
