package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is done to many devices at once, as a job: a step for those that were picked, and the import of a file.
final class BulkPages {
    private static final String PATH = DevicePages.PATH + "/bulk";
    private static final String START = PATH + "/start";
    private static final String IMPORT = DevicePages.PATH + "/import";
    private static final String PICK = "device";

    /// What stands before the word of a step that takes two people.
    static final String TWO_PEOPLE = "two-people.";

    private static final Ask.Crumb DEVICES = new Ask.Crumb(DevicePages.PATH, "Devices");

    private final Pages pages;
    private final Posts posts;
    private final DeviceDesk desk;
    private final ApprovalPages approvals;

    BulkPages(Pages pages, Posts posts, DeviceDesk desk, ApprovalPages approvals) {
        this.pages = pages;
        this.posts = posts;
        this.desk = desk;
        this.approvals = approvals;
    }

    List<Route> routes() {
        Access read = Access.permitted(Permission.DEVICE_READ);
        Access take = Access.permitted(Permission.DEVICE_IMPORT);
        return List.of(
                Route.post(PATH, read, pages.guarded(this::ask)).limit(Route.MOST_HELD_BYTES),
                Route.post(START, read, pages.guarded(this::start)).limit(Route.MOST_HELD_BYTES),
                Route.get(
                        IMPORT,
                        take,
                        pages.guarded(
                                request -> pages.ask(request, DevicePages.PATH, importForm()))),
                Route.post(IMPORT, take, pages.guarded(this::take)).limit(Route.MOST_HELD_BYTES));
    }

    private Response ask(Request request) {
        Form form = posts.signedIn(request);
        if (form.text("step").startsWith(TWO_PEOPLE)) {
            requirePicked(form);
            String kind = form.text("step").substring(TWO_PEOPLE.length());
            return pages.ask(
                    request, ApprovalPages.PATH, approvals.form(request.principal(), kind, form));
        }
        return pages.ask(request, DevicePages.PATH, form(request, form));
    }

    private static Ask form(Request request, Form form) {
        DeviceStep step = DeviceStep.of(form.text("step"));
        request.principal().require(step.blank().permission());
        List<String> picked = requirePicked(form);
        List<Ask.Hidden> hidden = new ArrayList<>();
        hidden.add(new Ask.Hidden("step", step.word()));
        picked.forEach(devEui -> hidden.add(new Ask.Hidden(PICK + "." + devEui, "on")));
        String count = Words.count(picked.size(), "device");
        Ask ask =
                Ask.of(
                                step.button() + ": " + count,
                                START,
                                step.button() + " " + count,
                                step.fields())
                        .lead("This becomes a job; what is done of it stays done when you stop it.")
                        .under(DEVICES)
                        .hiding(hidden);
        Optional<String> warning = step.blank().warning();
        return step.isDangerous()
                ? ask.dangerous(step.word() + " " + picked.size(), warning.orElse(""))
                : ask.happens(warning.stream().toList());
    }

    private static List<String> requirePicked(Form form) {
        List<String> picked = form.picked(PICK);
        if (picked.isEmpty()) {
            throw Fault.badInput("no device is picked: go back and pick some");
        }
        return picked;
    }

    private Response start(Request request) {
        Form form = posts.signedIn(request);
        Ask ask = form(request, form);
        return pages.answered(
                request,
                DevicePages.PATH,
                ask,
                form,
                () ->
                        job(
                                desk.actOnMany(
                                        request.principal(),
                                        form.picked(PICK),
                                        DeviceStep.of(form.text("step")).action(form))));
    }

    private static Ask importForm() {
        return Ask.of(
                        "Import devices",
                        IMPORT,
                        "Import",
                        List.of(
                                Field.select(
                                        "format",
                                        "Format",
                                        "",
                                        List.of(
                                                new Field.Option("csv", "CSV"),
                                                new Field.Option("jsonl", "JSON, one a line"))),
                                Field.area(
                                        "content",
                                        "The file",
                                        "Up to 1 MB here; larger files by `lapwing admin device"
                                                + " import` or the API.")))
                .lead("Keys in it are sealed to the vault's import key; nothing here reads them.")
                .under(DEVICES);
    }

    private Response take(Request request) {
        Form form = posts.signedIn(request);
        return pages.answered(
                request,
                DevicePages.PATH,
                importForm(),
                form,
                () ->
                        job(
                                desk.importFile(
                                        request.principal(),
                                        form.text("format"),
                                        new ByteArrayInputStream(
                                                form.exact("content")
                                                        .getBytes(StandardCharsets.UTF_8)))));
    }

    private static Response job(String id) {
        return Pages.see("/jobs/" + Words.encoded(id));
    }
}
