package io.lapwing.console;

import io.lapwing.service.http.ErrorPages;
import io.lapwing.service.http.Route;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The pages as routes.
public final class Console {
    private Console() {}

    /// What browsers get where programs get a problem; the API's callers are programs.
    public static ErrorPages errorPages() {
        Pages pages = Pages.compiled(new Assets(), _ -> Optional.empty());
        return (request, trouble) ->
                request.path().startsWith("/api/")
                        ? Optional.empty()
                        : Optional.of(pages.trouble(request, trouble));
    }

    /// All routes of the pages and of what they load. None of them begins with `/api`.
    public static List<Route> routes(Desks desks, Visits visits) {
        Assets assets = new Assets();
        Pages pages = Pages.compiled(assets, visits);
        Posts posts = new Posts(visits, pages);
        ApprovalPages approvals = new ApprovalPages(pages, posts, desks.approvals());
        return Stream.of(
                        assets.routes(),
                        new OverviewPages(pages, posts, desks.overview()).routes(),
                        // before a device's own paths, of which they look like one
                        new BulkPages(pages, posts, desks.devices(), approvals).routes(),
                        new ImportPages(pages, posts, desks.devices()).routes(),
                        new DevicePages(
                                        pages,
                                        posts,
                                        desks.devices(),
                                        desks.audit(),
                                        desks.approvals())
                                .routes(),
                        new KeyPages(pages, posts, desks.keys()).routes(),
                        new PeerPages(pages, posts, desks.peers()).routes(),
                        new TrustPages(pages, posts, desks.trust()).routes(),
                        new WorkPages(pages, posts, desks.jobs()).routes(),
                        approvals.routes(),
                        new AuditPages(pages, posts, desks.audit()).routes(),
                        new GrantPages(pages, posts, desks.people()).routes(),
                        new PeoplePages(pages, posts, desks.people()).routes(),
                        new WebhookPages(pages, posts, desks.webhooks()).routes(),
                        new AccountPages(pages, posts, desks.people(), desks.signIn(), visits)
                                .routes(),
                        new LivePages(desks.devices(), desks.jobs(), desks.events()).routes(),
                        new SignInPages(pages, posts, desks.signIn()).routes())
                .flatMap(List::stream)
                .toList();
    }
}
