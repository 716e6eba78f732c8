package io.lapwing.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PagesTest {
    private static final Principal ALL =
            World.everyone(Role.ADMINISTRATOR, Role.OPERATOR, Role.AUDITOR);

    /// What a strict policy refuses: styles and handlers in attributes, scripts in the page, addresses that run.
    private static final Pattern REFUSED =
            Pattern.compile(
                    "<[^>]*\\s(style|on[a-z]+|hx-on[^=]*)\\s*=|<script>|<style|javascript:");

    private static List<Route> routes(World world) {
        return Console.routes(world.desks(), World::visit);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/devices",
                "/devices?q=70B3&state=active&label=a%3Db&low=on",
                "/devices/new",
                "/devices/import",
                "/devices/70B3D57ED0000001",
                "/devices/70B3D57ED0000001/retire",
                "/devices/70B3D57ED0000001/label",
                "/devices/70B3D57ED0000001/deliver",
                "/devices/70B3D57ED0000001/activate-keys",
                "/keys",
                "/keys/rotate",
                "/approvals/new/vault-destroy?version=2",
                "/approvals/new/keys-renew?device.70B3D57ED0000001=on",
                "/approvals/new/device-export?state=active&label=a%3Db",
                "/approvals/a1/refuse",
                "/keys/receivers/new",
                "/keys/receivers/network-server/acme/1/retire",
                "/peers",
                "/peers/new",
                "/peers/network-server/acme",
                "/peers/network-server/acme/change",
                "/peers/network-server/acme/disable",
                "/peers/network-server/acme/issue",
                "/peers/network-server/acme/trust",
                "/peers/network-server/acme/certificates/5F2A/revoke",
                "/peers/network-server/acme/certificates/AB/distrust",
                "/trust",
                "/trust?after=1",
                "/trust/label",
                "/trust/nodes/1/revoke",
                "/trust/groups/new",
                "/trust/groups/1",
                "/trust/groups/1/remove",
                "/people",
                "/people/new",
                "/people/user:anna",
                "/people/user:anna/grants/new",
                "/people/user:anna/grants/0/change",
                "/people/user:anna/grants/0/remove",
                "/people/user:anna/token",
                "/people/user:anna/remove",
                "/account",
                "/account/password",
                "/account/factor",
                "/account/recovery",
                "/account/token",
                "/account/passkeys/4f1c/remove",
                "/people/user:anna/passkeys/4f1c/remove",
                "/people/user:anna/link",
                "/people/user:anna/unlink",
                "/sign-in/second",
                "/sign-in/openid/return?state=s",
                "/approvals",
                "/audit",
                "/jobs",
                "/jobs/j1",
                "/webhooks",
                "/webhooks/new",
                "/webhooks/w1",
                "/webhooks/w1/change",
                "/invitation",
                "/enrol"
            })
    void rendersEmptyOrdinaryAndHostileWorldsWithinThePolicy(String path) {
        for (World world : List.of(World.nothing(), World.ordinary(), World.hostile())) {
            Response response = Asked.get(path, ALL).of(routes(world));

            String page = Asked.text(response);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.headers()).containsEntry("Content-Security-Policy", Pages.POLICY);
            assertThat(page).contains("<h1").contains("<main id=\"main\"").contains("<title>");
            assertThat(tags(page)).doesNotContainPattern(REFUSED);
            assertThat(page).doesNotContain("<img").doesNotContain("<script>");
        }
    }

    /// The page without what stands within quotes, where text is only text; what tags are then, are the page's own.
    private static String tags(String page) {
        return page.replaceAll("=\"[^\"]*\"", "=\"\"").replaceAll("='[^']*'", "=''");
    }

    @Test
    void hidesWhatOneMayNotDo() {
        List<Route> routes = routes(World.ordinary());
        Principal auditor = World.everyone(Role.AUDITOR);

        String list = Asked.text(Asked.get("/devices", auditor).of(routes));
        String device = Asked.text(Asked.get("/devices/" + World.DEV_EUI, auditor).of(routes));

        assertThat(list).doesNotContain("/devices/new").doesNotContain("\"suspend\"");
        assertThat(device).doesNotContain("/retire").contains("you may look");
        assertThat(list).contains("href=\"/people\"").doesNotContain("href=\"/webhooks\"");
    }

    @Test
    void permitsNoRouteToEveryoneButTheWayIn() {
        List<String> open =
                routes(World.ordinary()).stream()
                        .filter(route -> route.access() instanceof Access.Open)
                        .map(Route::path)
                        .filter(path -> !path.startsWith("/assets/"))
                        .distinct()
                        .toList();

        assertThat(open)
                .containsExactlyInAnyOrder(
                        "/theme",
                        "/sign-in",
                        "/sign-in/openid",
                        "/sign-in/openid/return",
                        "/sign-in/second",
                        "/first-run",
                        "/invitation",
                        "/enrol");
    }

    @Test
    void doesNothingForAnotherSitesForm() {
        World world = World.ordinary();
        List<Route> routes = routes(world);
        String form = "csrf=token-of-the-session&typed=rotate";

        Response foreign =
                Asked.post("/keys/rotate", ALL, form)
                        .with("Sec-Fetch-Site", "cross-site")
                        .of(routes);
        Response without = Asked.post("/keys/rotate", ALL, "typed=rotate").of(routes);
        Response own = Asked.post("/keys/rotate", ALL, form).of(routes);

        assertThat(foreign.status()).isEqualTo(403);
        assertThat(without.status()).isEqualTo(403);
        assertThat(own.status()).isEqualTo(303);
        assertThat(world.done()).containsExactly("rotate");
    }

    @Test
    void asksForTheNameBeforeWhatHasNoWayBack() {
        World world = World.ordinary();
        List<Route> routes = routes(world);
        String path = "/devices/" + World.DEV_EUI + "/retire";
        String form = "csrf=token-of-the-session&version=7&reason=scrapped&typed=";

        Response wrong = Asked.post(path, ALL, form + "70B3").of(routes);
        Response right = Asked.post(path, ALL, form + World.DEV_EUI).of(routes);

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(Asked.text(wrong)).contains("id=\"errors\"").contains("value=\"scrapped\"");
        assertThat(right.headers()).containsEntry("Location", "/devices/" + World.DEV_EUI);
        assertThat(world.done())
                .containsExactly(World.DEV_EUI + " OptionalLong[7] Retire[reason=scrapped]");
    }

    @Test
    void makesAJobOfWhatIsPicked() {
        World world = World.ordinary();
        List<Route> routes = routes(world);
        String picked = "csrf=token-of-the-session&step=suspend&device.A=on&device.B=on";

        Response asked = Asked.post("/devices/bulk", ALL, picked).of(routes);
        Response started =
                Asked.post("/devices/bulk/start", ALL, picked + "&reason=storm").of(routes);

        assertThat(Asked.text(asked)).contains("Suspend: 2 devices").contains("device.A");
        assertThat(started.headers()).containsEntry("Location", "/jobs/j1");
        assertThat(world.done()).containsExactly("[A, B] Suspend[reason=storm]");
    }

    @Test
    void sendsOnlyThePartThatAScriptAsksFor() {
        List<Route> routes = routes(World.ordinary());

        String part = Asked.text(Asked.get("/devices", ALL).with("HX-Target", "list").of(routes));

        assertThat(part).startsWith("<div id=\"list\"").doesNotContain("<html");
    }

    @Test
    void signsInByPasswordAndSecondFactor() {
        List<Route> routes = routes(World.ordinary());

        Response wrong = Asked.post("/sign-in", ALL, "name=anna&password=no").of(routes);
        Response right = Asked.post("/sign-in", ALL, "name=anna&password=right").of(routes);
        Response late = Asked.post("/sign-in/second", ALL, "code=000000").of(routes);
        Response in = Asked.post("/sign-in/second", ALL, "code=123456").of(routes);

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(Asked.text(wrong))
                .contains("name or password is wrong")
                .doesNotContain("\"no\"");
        assertThat(right.headers()).containsKey("Set-Cookie");
        assertThat(Asked.text(right)).contains("data-passkey=\"get\"").contains("name=\"code\"");
        assertThat(late.status()).isEqualTo(401);
        assertThat(in.headers()).containsEntry("Location", "/").containsKey("Set-Cookie");
    }

    @Test
    void signsInAtAProviderAndGoesOnFromItsReturnByAPage() {
        List<Route> routes = routes(World.ordinary());

        String offered = Asked.text(Asked.get("/sign-in", ALL).of(routes));
        Response away = Asked.get("/sign-in/openid", ALL).of(routes);
        Response back = Asked.get("/sign-in/openid/return?state=s", ALL).of(routes);
        Response wrong = Asked.get("/sign-in/openid/return?state=t", ALL).of(routes);
        String without = Asked.text(Asked.get("/invitation", ALL).of(routes(World.nothing())));

        assertThat(offered).contains("href=\"/sign-in/openid\">Sign in with acme");
        assertThat(away.status()).isEqualTo(303);
        assertThat(away.headers())
                .containsEntry("Location", "https://login.example/authorize?state=s")
                .containsKey("Set-Cookie");
        assertThat(back.status()).isEqualTo(200);
        assertThat(back.headers())
                .containsEntry("Refresh", "0; url=/sign-in/second")
                .containsKey("Set-Cookie");
        assertThat(Asked.text(back)).contains("href=\"/sign-in/second\">Go on");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.headers()).doesNotContainKey("Set-Cookie");
        assertThat(Asked.text(wrong))
                .contains("nobody is linked to acme")
                .contains("name=\"password\"");
        assertThat(without).doesNotContain("/sign-in/openid").doesNotContain("name=\"name\"");
    }

    @Test
    void makesATokenForSomeRolesWithThePasswordAndShowsItOnce() {
        World world = World.ordinary();
        List<Route> routes = routes(world);
        String form = "csrf=token-of-the-session&name=ci&days=30&old=right";

        Response forNothing = Asked.post("/account/token", ALL, form).of(routes);
        Response guessed =
                Asked.post("/account/token", ALL, form.replace("right", "no") + "&grant.0=on")
                        .of(routes);
        Response made = Asked.post("/account/token", ALL, form + "&grant.0=on").of(routes);

        assertThat(forNothing.status()).isEqualTo(400);
        assertThat(guessed.status()).isEqualTo(400);
        assertThat(Asked.text(guessed)).contains("wrong password");
        assertThat(Asked.text(made)).contains("shown this once").contains(">token</code>");
        assertThat(world.done()).hasSize(1).first().asString().startsWith("token ci 30");
    }

    @Test
    void endsTheSessionsElsewhereAndKeepsTheOneThatAsks() {
        World world = World.ordinary();
        List<Route> routes = routes(world);
        String form = "csrf=token-of-the-session";

        Response own = Asked.post("/account/sessions/end", ALL, form).of(routes);
        Response all = Asked.post("/people/user:anna/sessions/end", ALL, form).of(routes);

        assertThat(own.headers()).containsEntry("Location", "/account");
        assertThat(all.status()).isEqualTo(303);
        assertThat(world.done()).containsExactly("end all but s1", "end all but none");
    }

    @Test
    void setsUpASecondFactorFirstAndShowsRecoveryCodesOnce() {
        List<Route> routes = routes(World.nothing());

        Response first = Asked.get("/sign-in", ALL).of(routes);
        Response offered =
                Asked.post("/first-run", ALL, "secret=s&name=anna&password=right").of(routes);
        Response in = Asked.post("/enrol", ALL, "code=123456").of(routes);

        assertThat(first.headers()).containsEntry("Location", "/first-run");
        assertThat(Asked.text(offered)).contains("JBSWY3DPEHPK3PXP").contains("<svg");
        assertThat(Asked.text(in)).contains("aaaa-bbbb");
    }

    @Test
    void keepsTheChosenThemeAndLeadsBackNowhereElse() {
        List<Route> routes = routes(World.ordinary());

        Response dark = Asked.post("/theme", ALL, "theme=dark&back=%2Fdevices").of(routes);
        Response away = Asked.post("/theme", ALL, "theme=x&back=%2F%2Fevil.example").of(routes);
        String page =
                Asked.text(Asked.get("/", ALL).with("Cookie", "lapwing-theme=dark").of(routes));

        assertThat(dark.headers()).containsEntry("Location", "/devices");
        assertThat(away.headers()).containsEntry("Location", "/");
        assertThat(page).contains("data-theme=\"dark\"");
    }

    @Test
    void servesAssetsForeverAndPacked() {
        List<Route> routes = routes(World.ordinary());
        String page = Asked.text(Asked.get("/", ALL).of(routes));
        String path = page.replaceAll("(?s).*href=\"(/assets/[^\"]*console.css)\".*", "$1");

        Response packed = Asked.get(path, ALL).with("Accept-Encoding", "gzip, br").of(routes);
        Response plain = Asked.get(path, ALL).of(routes);

        assertThat(packed.headers())
                .containsEntry("Content-Encoding", "gzip")
                .containsEntry("Cache-Control", "public, max-age=31536000, immutable");
        assertThat(Asked.text(plain)).contains(":root");
        assertThatThrownBy(() -> Asked.get(path.replace("console.css", "none.css"), ALL).of(routes))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.NOT_FOUND));
    }

    @Test
    void packsPagesForBrowsersThatTakeIt() throws Exception {
        List<Route> routes = routes(World.ordinary());

        Response plain = Asked.get("/devices", ALL).of(routes);
        Response packed =
                Asked.get("/devices", ALL).with("Accept-Encoding", "gzip, deflate, br").of(routes);
        Response refused =
                Asked.get("/devices", ALL).with("Accept-Encoding", "gzip;q=0, br").of(routes);

        assertThat(plain.headers())
                .doesNotContainKey("Content-Encoding")
                .containsEntry("Vary", "HX-Request, Accept-Encoding");
        assertThat(refused.headers()).doesNotContainKey("Content-Encoding");
        assertThat(packed.headers()).containsEntry("Content-Encoding", "gzip");
        assertThat(unpacked(packed)).contains("<h1>Devices</h1>");
    }

    private static String unpacked(Response response) throws Exception {
        byte[] octets = ((Response.Body.Whole) response.body()).octets().toArray();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(octets))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void masksTheSessionsTokenAnewInEachPage() {
        World world = World.ordinary();
        List<Route> routes = routes(world);

        String first = token(Asked.text(Asked.get("/keys/rotate", ALL).of(routes)));
        String second = token(Asked.text(Asked.get("/keys/rotate", ALL).of(routes)));
        Response done = Asked.post("/keys/rotate", ALL, "typed=rotate&csrf=" + second).of(routes);
        Response cut =
                Asked.post("/keys/rotate", ALL, "typed=rotate&csrf=" + second.substring(2))
                        .of(routes);

        assertThat(first).isNotEqualTo(second).doesNotContain("token-of-the-session");
        assertThat(done.status()).isEqualTo(303);
        assertThat(cut.status()).isEqualTo(403);
        assertThat(world.done()).containsExactly("rotate");
    }

    private static String token(String page) {
        return page.replaceAll("(?s).*name=\"csrf\" value=\"([^\"]+)\".*", "$1");
    }

    @Test
    void gatesEachPageByThePermissionThatItsDeskAsksFor() {
        assertThat(routes(World.ordinary()))
                .filteredOn(route -> route.path().equals("/audit"))
                .extracting(Route::access)
                .containsExactly(Access.permitted(Permission.AUDIT_READ));
    }

    @Test
    void letsASecondPersonDecide() {
        World world = World.ordinary();
        List<Route> routes = routes(world);
        String form = "csrf=token-of-the-session&typed=acme";

        Response asked = Asked.get("/approvals/a1/allow", ALL).of(routes);
        Response allowed = Asked.post("/approvals/a1/allow", ALL, form).of(routes);
        Response none = Asked.get("/approvals/a2/allow", ALL).of(routes);

        assertThat(Asked.text(asked)).contains("What will happen").contains("acme");
        assertThat(allowed.headers()).containsEntry("Location", "/jobs/j1");
        assertThat(none.status()).isEqualTo(404);
        assertThat(world.done()).containsExactly("approve a1");
    }

    @Test
    void asksForWhatTakesTwoPeopleWithItsNameTyped() {
        World world = World.ordinary();
        List<Route> routes = routes(world);
        String path = "/approvals/new/vault-destroy";
        String form = "csrf=token-of-the-session&version=1&reason=rotated&typed=";

        Response mistyped = Asked.post(path, ALL, form + "another").of(routes);
        Response asked = Asked.post(path, ALL, form + "acme").of(routes);

        assertThat(mistyped.status()).isEqualTo(400);
        assertThat(asked.headers()).containsEntry("Location", "/approvals");
        assertThat(world.done())
                .containsExactly(
                        "ask Wanted[kind=vault-destroy, devices=Optional.empty,"
                                + " parameters={version=1}] rotated");
    }

    @Test
    void asksForDevicesThatWerePicked() {
        World world = World.ordinary();
        List<Route> routes = routes(world);
        String picked = "csrf=token-of-the-session&device." + World.DEV_EUI + "=on";

        Response page =
                Asked.post("/devices/bulk", ALL, picked + "&step=two-people.keys-renew").of(routes);
        Response asked =
                Asked.post(
                                "/approvals/new/keys-renew",
                                ALL,
                                picked + "&station=line-3&reason=due&typed=acme")
                        .of(routes);

        assertThat(Asked.text(page)).contains("Station").contains("name=\"device." + World.DEV_EUI);
        assertThat(asked.status()).isEqualTo(303);
        assertThat(world.done().getFirst()).contains("devEuis=[" + World.DEV_EUI + "]", "line-3");
    }

    @Test
    void offersNothingThatTakesTwoPeopleToWhoMayNotAskForIt() {
        List<Route> routes = routes(World.ordinary());
        Principal auditor = World.everyone(Role.AUDITOR);

        Response renewal = Asked.get("/approvals/new/keys-renew", auditor).of(routes);
        Response export = Asked.get("/approvals/new/device-export", auditor).of(routes);

        assertThat(renewal.status()).isEqualTo(403);
        assertThat(export.status()).isEqualTo(200);
    }
}
