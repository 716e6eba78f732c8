package io.lapwing.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustPagesTest {
    private static final Principal ALL = World.everyone(Role.ADMINISTRATOR);
    private static final String TOKEN = "csrf=token-of-the-session";

    private static List<Route> routes(World world) {
        return Console.routes(world.desks(), World::visit);
    }

    @Test
    void takesALabelAndShowsItOnNoPage() {
        World world = World.ordinary();
        String form = TOKEN + "&label=" + MemoryTrust.LABEL;

        Response taken = Asked.post("/trust/label", ALL, form).of(routes(world));
        Response wrong =
                Asked.post("/trust/label", ALL, form.replace("0H0001", "0H0007")).of(routes(world));

        assertThat(taken.headers()).containsEntry("Location", "/trust");
        assertThat(world.done()).containsExactly("enter Label[secret]");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(Asked.text(wrong)).contains("group 1 of 6").doesNotContain("CCCCCD");
    }

    @Test
    void asksForTheNumberBeforeItRevokes() {
        World world = World.ordinary();
        String path = "/trust/nodes/7/revoke";

        Response asked = Asked.get(path, ALL).of(routes(world));
        Response wrong = Asked.post(path, ALL, TOKEN + "&typed=8").of(routes(world));
        Response right = Asked.post(path, ALL, TOKEN + "&typed=7").of(routes(world));

        assertThat(Asked.text(asked)).contains("No key is translated").contains("new label");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(right.status()).isEqualTo(303);
        assertThat(world.done()).containsExactly("revoke node 7");
    }

    @Test
    void makesChangesAndEndsGroups() {
        World world = World.ordinary();

        Response made =
                Asked.post("/trust/groups/new", ALL, TOKEN + "&group=4&members=1%2C+2&owner=1")
                        .of(routes(world));
        Response changed =
                Asked.post("/trust/groups/2", ALL, TOKEN + "&members=1").of(routes(world));
        Response ended =
                Asked.post("/trust/groups/2/remove", ALL, TOKEN + "&typed=2").of(routes(world));

        assertThat(List.of(made.status(), changed.status(), ended.status())).containsOnly(303);
        assertThat(world.done())
                .containsExactly(
                        "set group 4 GroupForm[owner=1, members=[1, 2]]",
                        "set group 2 GroupForm[owner=0, members=[1]]",
                        "end group 2");
    }

    @Test
    void teachesTheNextStepWhereThereIsNoCentralEntity() {
        String page = Asked.text(Asked.get("/trust", ALL).of(routes(World.nothing())));

        assertThat(page).contains("lapwing central --medium").doesNotContain("/trust/label");
    }

    @Test
    void letsAnAuditorLookAndDoNothing() {
        Principal auditor = World.everyone(Role.AUDITOR);

        String page = Asked.text(Asked.get("/trust", auditor).of(routes(World.ordinary())));

        assertThat(page)
                .contains("epoch 12")
                .contains("3 acme since the start")
                .doesNotContain("/trust/label")
                .doesNotContain("/revoke")
                .doesNotContain("/trust/groups/");
    }
}
