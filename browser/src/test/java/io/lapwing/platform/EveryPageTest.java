package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.lapwing.service.people.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each page of the console, light and dark, wide and narrow: whole, accessible, and pictured for those who ask.
@ExtendWith(InChromium.class)
class EveryPageTest {
    private static final String SUSPENDED = "/devices/" + SampleDevices.devEui(5);
    private static final String ACTIVE = "/devices/" + SampleDevices.devEui(3);

    /// A page: the name of its picture, its path, the status of its answer.
    private record Place(String name, String path, int status) {
        Place(String name, String path) {
            this(name, path, 200);
        }
    }

    private static final List<Place> INSIDE =
            List.of(
                    new Place("overview", "/"),
                    new Place("devices", "/devices"),
                    new Place("devices-none", "/devices?q=nothing"),
                    new Place("device", ACTIVE),
                    new Place("device-suspended", SUSPENDED),
                    new Place("device-two-keys", "/devices/" + SampleDevices.devEui(1)),
                    new Place("device-new", "/devices/new"),
                    new Place("device-import", "/devices/import"),
                    new Place("device-suspend", ACTIVE + "/suspend"),
                    new Place("device-retire", ACTIVE + "/retire"),
                    new Place("keys", "/keys"),
                    new Place("keys-rotate", "/keys/rotate"),
                    new Place("receiver-new", "/keys/receivers/new"),
                    new Place("peers", "/peers"),
                    new Place("peer", "/peers/network-server/acme-ns"),
                    new Place("peer-new", "/peers/new"),
                    new Place("peer-disable", "/peers/network-server/acme-ns/disable"),
                    new Place("trust", "/trust"),
                    new Place("trust-label", "/trust/label"),
                    new Place("trust-revoke", "/trust/nodes/1/revoke"),
                    new Place("trust-group", "/trust/groups/new"),
                    new Place("jobs", "/jobs"),
                    new Place("job", "/jobs/" + SampleWork.RUNNING),
                    new Place("job-failed", "/jobs/job-1"),
                    new Place("approvals", "/approvals"),
                    new Place("approval-allow", "/approvals/wish-1/allow"),
                    new Place("approval-ask", "/approvals/new/keys-renew?state=active"),
                    new Place("audit", "/audit"),
                    new Place("people", "/people"),
                    new Place("person", "/people/user:bert"),
                    new Place("person-new", "/people/new"),
                    new Place("webhooks", "/webhooks"),
                    new Place("webhook", "/webhooks/hook-1"),
                    new Place("webhook-new", "/webhooks/new"),
                    new Place("account", "/account"),
                    new Place("account-token", "/account/token"),
                    new Place("account-passkey", "/account/passkeys/4f1c2a9b77c0a1b2/remove"),
                    new Place("person-link", "/people/user:administrator/link"),
                    new Place("not-found", "/devices/FFFFFFFFFFFFFFFF", 404));

    private static final List<Place> OUTSIDE =
            List.of(new Place("sign-in", "/sign-in"), new Place("invitation", "/invitation"));

    private static final Axe AXE = Axe.load();

    private final Pictures pictures = Pictures.asked();

    static Stream<Look> looks() {
        return Stream.of(Look.WIDE, Look.WIDE.inTheDark(), Look.PHONE, Look.PHONE.inTheDark());
    }

    @ParameterizedTest
    @MethodSource("looks")
    void isWholeAndAccessible(Look look, Chromium chromium) {
        List<String> problems = new ArrayList<>();

        try (PagesBed bed = PagesBed.open(chromium);
                Visit inside = bed.as(chromium, Role.ADMINISTRATOR, look).expecting(404);
                Visit outside = chromium.visit(look)) {
            INSIDE.forEach(place -> problems.addAll(look(bed, inside, place, look)));
            OUTSIDE.forEach(place -> problems.addAll(look(bed, outside, place, look)));
        }

        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("looks")
    void isWholeOnTheWayIn(Look look, Chromium chromium) {
        List<String> problems = new ArrayList<>();

        try (PagesBed bed = PagesBed.unused(chromium);
                Visit visit = chromium.visit(look)) {
            problems.addAll(look(bed, visit, new Place("first-run", "/sign-in"), look));
            Page page = visit.page();
            page.getByLabel("First-run secret").fill("secret");
            page.getByLabel("Your name").fill("anna");
            page.getByLabel("Password").fill(SampleSignIn.PASSWORD);
            page.getByText("Make the first administrator").click();
            page.getByText("Set up a second factor").first().waitFor();
            problems.addAll(problems("enrol", page, look));
        }

        assertThat(problems).isEmpty();
    }

    private List<String> look(PagesBed bed, Visit visit, Place place, Look look) {
        int status = visit.open(bed.url(place.path()));
        List<String> problems = new ArrayList<>(problems(place.name(), visit.page(), look));
        if (status != place.status()) {
            problems.add(place.name() + ": answer " + status);
        }
        return problems;
    }

    private List<String> problems(String name, Page page, Look look) {
        // axe adds a style of its own
        List<String> layout = Layout.problems(page);
        pictures.take(page, name, look);
        List<String> found = look.dark() ? AXE.paleTexts(page) : AXE.violations(page);
        return Stream.concat(layout.stream(), found.stream())
                .map(problem -> name + ": " + problem)
                .toList();
    }

    @Test
    void weighsLittle(Chromium chromium) {
        try (PagesBed bed = PagesBed.open(chromium);
                Visit visit = bed.as(chromium, Role.ADMINISTRATOR, Look.WIDE)) {
            visit.open(bed.url("/"));

            long octets =
                    visit.received().stream().mapToLong(answer -> answer.text().length()).sum();

            assertThat(octets).as("octets of the first page, unpacked").isLessThan(200_000);
        }
    }
}
