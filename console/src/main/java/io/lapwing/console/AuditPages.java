package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The audit log: its records and where its chain stands.
final class AuditPages {
    private static final String PATH = "/audit";
    private static final int PAGE = 50;

    private final Pages pages;
    private final Posts posts;
    private final AuditDesk desk;

    AuditPages(Pages pages, Posts posts, AuditDesk desk) {
        this.pages = pages;
        this.posts = posts;
        this.desk = desk;
    }

    List<Route> routes() {
        Access read = Access.permitted(Permission.AUDIT_READ);
        return List.of(
                Route.get(PATH, read, pages.guarded(this::list)),
                Route.post(PATH + "/verify", read, pages.guarded(this::verify)));
    }

    /// The log as the page shows it.
    record Shown(
            AuditDesk.AuditFilter filter,
            Page<AuditDesk.AuditView> page,
            AuditDesk.ChainView chain,
            String query) {
        boolean isFiltered() {
            return !filter.equals(AuditDesk.AuditFilter.ALL);
        }

        long unsigned() {
            return chain.size() - chain.signedSize().orElse(0);
        }
    }

    private Response list(Request request) {
        AuditDesk.AuditFilter filter =
                new AuditDesk.AuditFilter(
                        given(request, "object"),
                        given(request, "action"),
                        given(request, "actor"));
        Page<AuditDesk.AuditView> page =
                desk.page(request.principal(), filter, before(request), PAGE);
        Shown shown = new Shown(filter, page, desk.chain(request.principal()), query(filter));
        Frame frame = pages.frame(request, "Audit log", PATH);
        return pages.page(frame, Pages.partial(request, "list") ? "auditList" : "audit", shown);
    }

    private static OptionalLong before(Request request) {
        try {
            return given(request, "before").stream().mapToLong(Long::parseLong).findFirst();
        } catch (NumberFormatException _) {
            throw Fault.badInput("index of a record: want a number");
        }
    }

    private static Optional<String> given(Request request, String name) {
        return request.query(name).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static String query(AuditDesk.AuditFilter filter) {
        return filter.object().map(text -> "&object=" + Words.encoded(text)).orElse("")
                + filter.action().map(text -> "&action=" + Words.encoded(text)).orElse("")
                + filter.actor().map(text -> "&actor=" + Words.encoded(text)).orElse("");
    }

    private Response verify(Request request) {
        Form _ = posts.signedIn(request);
        return Pages.see(WorkPages.JOBS + "/" + Words.encoded(desk.verify(request.principal())));
    }
}
