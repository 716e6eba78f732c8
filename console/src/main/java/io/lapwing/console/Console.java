package io.lapwing.console;

import io.lapwing.service.http.Route;
import java.util.List;
import java.util.stream.Stream;

/// The pages as routes.
public final class Console {
    private Console() {}

    /// All routes of the pages and of what they load. None of them begins with `/api`.
    public static List<Route> routes(Desks desks, Visits visits) {
        Assets assets = new Assets();
        Pages pages = Pages.compiled(assets, visits);
        Posts posts = new Posts(visits);
        ApprovalPages approvals = new ApprovalPages(pages, posts, desks.approvals());
        return Stream.of(
                        assets.routes(),
                        new OverviewPages(pages, posts, desks.overview()).routes(),
                        // before a device's own paths, of which they look like one
                        new BulkPages(pages, posts, desks.devices(), approvals).routes(),
                        new DevicePages(
                                        pages,
                                        posts,
                                        desks.devices(),
                                        desks.audit(),
                                        desks.approvals())
                                .routes(),
                        new KeyPages(pages, posts, desks.keys()).routes(),
                        new WorkPages(pages, posts, desks.jobs()).routes(),
                        approvals.routes(),
                        new AuditPages(pages, posts, desks.audit()).routes(),
                        new PeoplePages(pages, posts, desks.people()).routes(),
                        new WebhookPages(pages, posts, desks.webhooks()).routes(),
                        new AccountPages(pages, posts, desks.people(), desks.signIn(), visits)
                                .routes(),
                        new SignInPages(pages, posts, desks.signIn()).routes())
                .flatMap(List::stream)
                .toList();
    }
}
