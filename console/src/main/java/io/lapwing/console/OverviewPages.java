package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import java.util.List;

/// The overview, and the choice of light or dark.
final class OverviewPages {
    private final Pages pages;
    private final Posts posts;
    private final OverviewDesk desk;

    OverviewPages(Pages pages, Posts posts, OverviewDesk desk) {
        this.pages = pages;
        this.posts = posts;
        this.desk = desk;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/",
                        Access.permitted(Permission.OVERVIEW_READ),
                        pages.guarded(this::overview)),
                Route.post("/theme", Access.open(), pages.guardedOpen(this::theme)));
    }

    /// The overview as the page shows it.
    record Shown(
            OverviewDesk.Overview overview, String states, String joins, long peak, long total) {
        static Shown of(OverviewDesk.Overview overview) {
            return new Shown(
                    overview,
                    StatesPicture.of(overview.devices()),
                    JoinsPicture.of(overview.joins()),
                    JoinsPicture.peak(overview.joins()),
                    overview.devices().values().stream().mapToLong(Long::longValue).sum());
        }

        long accepted() {
            return overview.joins().stream().mapToLong(OverviewDesk.Minute::accepted).sum();
        }

        long refused() {
            return overview.joins().stream().mapToLong(OverviewDesk.Minute::refused).sum();
        }

        String from() {
            return overview.joins().isEmpty() ? "" : Words.clock(overview.joins().getFirst().at());
        }
    }

    private Response overview(Request request) {
        Shown shown = Shown.of(desk.overview(request.principal()));
        Frame frame = pages.frame(request, "Overview", "/");
        return pages.page(frame, Pages.partial(request, "living") ? "living" : "overview", shown);
    }

    private Response theme(Request request) {
        Form form = posts.open(request);
        return Pages.see(back(form)).with("Set-Cookie", Cookies.theme(form.text("theme")));
    }

    private static String back(Form form) {
        String path = Words.path(form.text("back"));
        if (path.length() > 200) {
            throw Fault.badInput("way back of more than 200 characters");
        }
        return path;
    }
}
