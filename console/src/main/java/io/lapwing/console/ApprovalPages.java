package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Pages of what takes two people: asking, the list, the decision.
final class ApprovalPages {
    static final String PATH = "/approvals";

    /// The field of a device that was picked: `device.70B3D57ED0000001`.
    private static final String PICK = "device";

    private static final String ASK = PATH + "/new/{kind}";
    private static final String ALLOW = PATH + "/{id}/allow";
    private static final String REFUSE = PATH + "/{id}/refuse";
    private static final String WITHDRAW = PATH + "/{id}/withdraw";
    private static final String FILE = PATH + "/{id}/file";
    private static final Ask.Crumb APPROVALS = new Ask.Crumb(PATH, "Approvals");
    private static final List<String> FILTER =
            List.of("q", "state", "owner", "joinEui", "network", "label", "exposed", "low");

    private final Pages pages;
    private final Posts posts;
    private final ApprovalDesk desk;

    ApprovalPages(Pages pages, Posts posts, ApprovalDesk desk) {
        this.pages = pages;
        this.posts = posts;
        this.desk = desk;
    }

    List<Route> routes() {
        Access ask = Access.permitted(Permission.APPROVAL_ASK);
        Access approve = Access.permitted(Permission.APPROVE);
        return List.of(
                Route.get(PATH, ask, pages.guarded(this::list)),
                Route.get(ASK, ask, pages.guarded(this::question)),
                Route.post(ASK, ask, pages.guarded(this::ask)).limit(Route.MOST_HELD_BYTES),
                Route.get(ALLOW, approve, pages.guarded(r -> decision(r, Decision.ALLOW))),
                Route.post(ALLOW, approve, pages.guarded(r -> decide(r, Decision.ALLOW))),
                Route.get(REFUSE, approve, pages.guarded(r -> decision(r, Decision.REFUSE))),
                Route.post(REFUSE, approve, pages.guarded(r -> decide(r, Decision.REFUSE))),
                Route.post(WITHDRAW, ask, pages.guarded(this::withdraw)),
                Route.get(FILE, ask, pages.guarded(this::file)));
    }

    private enum Decision {
        ALLOW("Allow"),
        REFUSE("Refuse");

        private final String button;

        Decision(String button) {
            this.button = button;
        }
    }

    /// The list as the page shows it.
    record Listed(List<ApprovalDesk.ApprovalView> waiting, List<ApprovalDesk.ApprovalView> own) {}

    private Response list(Request request) {
        List<ApprovalDesk.ApprovalView> all = desk.list(request.principal());
        return pages.page(
                pages.frame(request, "Approvals", PATH),
                "approvals",
                new Listed(
                        all.stream().filter(ApprovalDesk.ApprovalView::waits).toList(),
                        all.stream().filter(one -> !one.waits()).toList()));
    }

    private ApprovalDesk.Kind kind(String word) {
        return desk.kinds().stream()
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "no such path"));
    }

    /// Where a kind of step is asked for, with the devices of a filter.
    static String question(String kind, DeviceFilter filter) {
        return PATH + "/new/" + kind + "?" + DeviceConditions.query(filter).substring(1);
    }

    private Response question(Request request) {
        Map<String, String> given = new TreeMap<>();
        request.queryNames()
                .forEach(name -> given.put(name, String.join("\n", request.queries(name))));
        return pages.ask(
                request,
                PATH,
                form(request.principal(), request.pathParameter("kind"), new Form(given)));
    }

    /// The page that asks for a reason, and for what else has to be said.
    Ask form(Principal who, String word, Form form) {
        ApprovalDesk.Kind kind = kind(word);
        who.require(kind.permission());
        List<Ask.Hidden> hidden = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (ApprovalDesk.Parameter parameter : kind.parameters()) {
            Field field = Field.text(parameter.name(), parameter.label(), parameter.hint());
            fields.add(field.value(form.text(parameter.name())));
        }
        fields.add(Field.text("reason", "Reason", "For the one who decides, and the audit log."));
        form.picked(PICK).forEach(eui -> hidden.add(new Ask.Hidden(PICK + "." + eui, "on")));
        if (kind.onDevices() && hidden.isEmpty()) {
            FILTER.forEach(name ->
                    form.optional(name).ifPresent(text -> hidden.add(new Ask.Hidden(name, text))));
        }
        ApprovalDesk.Plan plan = desk.plan(who, wanted(kind, form));
        List<String> happens = new ArrayList<>(plan.happens());
        happens.add("Nothing happens before another person allows it, within three days.");
        return Ask.of(kind.title() + ": " + plan.object(), PATH + "/new/" + word, "Ask", fields)
                .under(APPROVALS)
                .hiding(hidden)
                .dangerous(plan.object(), happens.toArray(String[]::new));
    }

    private static ApprovalDesk.Wanted wanted(ApprovalDesk.Kind kind, Form form) {
        Map<String, String> parameters = new TreeMap<>();
        kind.parameters()
                .forEach(parameter ->
                        form.optional(parameter.name())
                                .ifPresent(text -> parameters.put(parameter.name(), text)));
        return new ApprovalDesk.Wanted(
                kind.word(),
                kind.onDevices() ? Optional.of(selection(form)) : Optional.empty(),
                parameters);
    }

    private static ApprovalDesk.Selection selection(Form form) {
        List<String> picked = form.picked(PICK);
        return picked.isEmpty()
                ? new ApprovalDesk.Selection.Matching(
                        DeviceConditions.filter(name ->
                                form.optional(name).stream().flatMap(String::lines).toList()))
                : new ApprovalDesk.Selection.Listed(picked);
    }

    private Response ask(Request request) {
        Form form = posts.signedIn(request);
        String word = request.pathParameter("kind");
        return pages.answered(
                request,
                PATH,
                form(request.principal(), word, form),
                form,
                () -> {
                    ApprovalDesk.ApprovalView _ =
                            desk.ask(
                                    request.principal(),
                                    wanted(kind(word), form),
                                    form.text("reason"));
                    return Pages.see(PATH);
                });
    }

    private Response decision(Request request, Decision decision) {
        return pages.ask(request, PATH, form(request, decision));
    }

    private Ask form(Request request, Decision decision) {
        ApprovalDesk.ApprovalView one = desk.find(request.principal(), request.pathParameter("id"));
        if (!one.mayDecide()) {
            throw new Fault(
                    one.waits() ? Fault.Kind.FORBIDDEN : Fault.Kind.CONFLICT,
                    one.waits()
                            ? "another person decides this"
                            : "this approval is " + one.state() + ": nobody decides it any more");
        }
        String path = PATH + "/" + Words.encoded(one.id());
        Ask ask =
                Ask.of(
                                decision.button + ": " + Words.step(one.step()),
                                path + "/" + Words.lower(decision.button),
                                decision.button,
                                List.of())
                        .lead(one.askedBy() + " asks for " + one.object() + ": " + one.reason())
                        .under(APPROVALS);
        return decision == Decision.ALLOW
                ? ask.dangerous(one.object(), one.happens().toArray(String[]::new))
                : ask;
    }

    private Response decide(Request request, Decision decision) {
        String id = request.pathParameter("id");
        return posts.answered(
                request,
                PATH,
                r -> form(r, decision),
                posted -> {
                    ApprovalDesk.ApprovalView decided =
                            decision == Decision.ALLOW
                                    ? desk.approve(request.principal(), id)
                                    : desk.refuse(request.principal(), id);
                    return Pages.see(
                            decided.job()
                                    .filter(_ -> request.principal().may(Permission.JOB_READ))
                                    .map(job -> WorkPages.JOBS + "/" + Words.encoded(job))
                                    .orElse(PATH));
                });
    }

    private Response withdraw(Request request) {
        Form _ = posts.signedIn(request);
        ApprovalDesk.ApprovalView _ =
                desk.withdraw(request.principal(), request.pathParameter("id"));
        return Pages.see(PATH);
    }

    private Response file(Request request) {
        String format = request.query("format").orElse("csv");
        ApprovalDesk.Download download =
                desk.download(request.principal(), request.pathParameter("id"), format);
        return Response.streamed(
                        format.equals("csv") ? "text/csv; charset=utf-8" : "application/jsonl",
                        download.content()::writeTo)
                .with("Content-Disposition", "attachment; filename=\"" + download.name() + "\"");
    }
}
