package io.lapwing.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is found among many devices, done to many, and brought in as many.
class ManyDevicesTest {
    private static final Principal ALL =
            World.everyone(Role.ADMINISTRATOR, Role.OPERATOR, Role.AUDITOR);
    private static final String TOKEN = "csrf=token-of-the-session";
    private static final String FILTER = "&all=on&filter=%26state%3Dactive%26owner%3Dacme";

    private static List<Route> routes(World world) {
        return Console.routes(world.desks(), World::visit);
    }

    @Test
    void keepsEachConditionInTheAddress() {
        Map<String, List<String>> query =
                Map.of(
                        "q", List.of("70b3"),
                        "joinEui", List.of("70b3d57ed0000000"),
                        "network", List.of("00001a"),
                        "label", List.of("site=weir", "thing=a level", "site=weir"),
                        "low", List.of("on"));

        DeviceFilter filter = DeviceConditions.filter(name -> query.getOrDefault(name, List.of()));
        String written = DeviceConditions.query(filter);

        assertThat(filter.joinEui()).contains("70B3D57ED0000000");
        assertThat(filter.labels()).containsOnlyKeys("site", "thing");
        assertThat(written).contains("&label=site%3Dweir&label=thing%3Da%20level&low=on");
        assertThat(DeviceConditions.parse(written)).isEqualTo(filter);
    }

    @Test
    void takesOneConditionAwayAtATime() {
        DeviceFilter filter = DeviceConditions.parse("&state=active&owner=acme&exposed=on");

        List<String> without =
                DeviceConditions.of(filter).stream().map(one -> one.queryWithout(filter)).toList();

        assertThat(without)
                .containsExactly(
                        "&owner=acme&exposed=on",
                        "&state=active&exposed=on",
                        "&state=active&owner=acme");
    }

    @Test
    void refusesWhatIsNoEui() {
        assertThatThrownBy(() -> DeviceConditions.parse("&joinEui=12"))
                .isInstanceOf(Fault.class)
                .hasMessage("JoinEUI of 2 characters: want 16 hexadecimal digits");
    }

    @Test
    void showsChipsThatLeadToTheRest() {
        String page =
                Asked.text(
                        Asked.get("/devices?state=active&network=000013", ALL)
                                .of(routes(World.ordinary())));

        assertThat(page)
                .contains("Network: 000013")
                .contains("href=\"/devices?x=1&amp;state=active\"")
                .contains("All that match");
    }

    @Test
    void teachesWhatToDoWhenNothingMatches() {
        String page =
                Asked.text(Asked.get("/devices?owner=nobody", ALL).of(routes(World.nothing())));

        assertThat(page).contains("No device matches").contains("Remove one above");
    }

    @Test
    void saysToHowManyItWillHappenAndAsksForTheNumber() {
        World world = World.ordinary();
        List<Route> routes = routes(world);
        String form = TOKEN + FILTER + "&step=retire";

        String asked = Asked.text(Asked.post("/devices/bulk", ALL, form).of(routes));
        Response wrong =
                Asked.post("/devices/bulk/start", ALL, form + "&reason=old&typed=retire")
                        .of(routes);
        Response right =
                Asked.post("/devices/bulk/start", ALL, form + "&reason=old&typed=retire+12")
                        .of(routes);

        assertThat(asked)
                .contains("Retire: all 12 devices that match")
                .contains("State: active, Owner: acme")
                .contains("root keys are destroyed")
                .contains("<code>retire 12</code>");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(right.headers()).containsEntry("Location", "/jobs/j1");
        assertThat(world.done()).containsExactly("all &state=active&owner=acme Retire[reason=old]");
    }

    @Test
    void actsOnAllOfNoSearchNever() {
        World world = World.ordinary();

        Response refused =
                Asked.post("/devices/bulk", ALL, TOKEN + "&all=on&filter=%26x%3D1&step=suspend")
                        .of(routes(world));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(Asked.text(refused)).contains("search or filter first");
        assertThat(world.done()).isEmpty();
    }

    private static Asked upload(String... parts) {
        StringBuilder body = new StringBuilder();
        for (String part : parts) {
            body.append("--b\r\nContent-Disposition: form-data; ").append(part).append("\r\n");
        }
        return Asked.post("/devices/import", ALL, body + "--b--\r\n")
                .with("Content-Type", "multipart/form-data; boundary=b");
    }

    @Test
    void importsAFileOrPastedRows() {
        World world = World.ordinary();
        List<Route> routes = routes(world);
        String token = "name=\"csrf\"\r\n\r\ntoken-of-the-session";

        Response file =
                upload(token, "name=\"file\"; filename=\"d.txt\"\r\n\r\n{\"devEui\":1}").of(routes);
        Response pasted = upload(token, "name=\"content\"\r\n\r\ndevEui\n1").of(routes);
        Response nothing = upload(token, "name=\"file\"; filename=\"\"\r\n\r\n").of(routes);
        Response foreign = upload("name=\"content\"\r\n\r\ndevEui").of(routes);
        Response cut =
                Asked.post("/devices/import", ALL, "--b\r\nContent-Dispo")
                        .with("Content-Type", "multipart/form-data; boundary=b")
                        .of(routes);

        assertThat(file.headers()).containsEntry("Location", "/jobs/j1");
        assertThat(pasted.status()).isEqualTo(303);
        assertThat(nothing.status()).isEqualTo(400);
        assertThat(Asked.text(nothing)).contains("choose a file, or paste rows");
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(Asked.text(cut)).contains("nothing was taken");
        assertThat(world.done())
                .containsExactly("import jsonl {\"devEui\":1}", "import csv devEui\n1");
    }

    @Test
    void changesOneRoleOfSeveral() {
        World world = World.ordinary();
        List<Route> routes = routes(world);
        String grants = "/people/user:anna/grants/";

        String page = Asked.text(Asked.get("/people/user:anna", ALL).of(routes));
        String form = Asked.text(Asked.get(grants + "0/change", ALL).of(routes));
        Response given =
                Asked.post(grants + "new", ALL, TOKEN + "&version=7&role=auditor").of(routes);
        Response none = Asked.get(grants + "99/change", ALL).of(routes);

        assertThat(page).contains(grants.replace(":", "%3A") + "0/change");
        assertThat(form).contains("name=\"version\"");
        assertThat(given.status()).isEqualTo(303);
        assertThat(none.status()).isEqualTo(404);
        assertThat(world.done()).last().asString().contains("OptionalLong[7]").contains("auditor");
    }
}
