package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What is done to many devices at once, as a job: to those that were picked, or to all that match a search.
final class BulkPages {
    private static final String PATH = DevicePages.PATH + "/bulk";
    private static final String START = PATH + "/start";
    private static final String ALL = "all";
    private static final String FILTER = "filter";
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
        return List.of(
                Route.post(PATH, read, pages.guarded(this::ask)).limit(Route.MOST_HELD_BYTES),
                Route.post(START, read, pages.guarded(this::start)).limit(Route.MOST_HELD_BYTES));
    }

    private Response ask(Request request) {
        Form form = posts.signedIn(request);
        if (form.text("step").startsWith(TWO_PEOPLE)) {
            String kind = form.text("step").substring(TWO_PEOPLE.length());
            if (form.checked(ALL)) {
                return Pages.see(ApprovalPages.question(kind, filter(form)));
            }
            requirePicked(form);
            return pages.ask(
                    request, ApprovalPages.PATH, approvals.form(request.principal(), kind, form));
        }
        return pages.ask(request, DevicePages.PATH, form(request, form));
    }

    /// Which devices: those that were picked, or all that match.
    ///
    /// @param count in words, to be shown and to be typed
    private record Chosen(String words, String count, String lead, List<Ask.Hidden> hidden) {}

    private Ask form(Request request, Form form) {
        DeviceStep step = DeviceStep.of(form.text("step"));
        request.principal().require(step.blank().permission());
        Chosen chosen = form.checked(ALL) ? matching(request, form) : picked(form);
        List<Ask.Hidden> hidden = new ArrayList<>(chosen.hidden());
        hidden.add(new Ask.Hidden("step", step.word()));
        Ask ask =
                Ask.of(
                                step.button() + ": " + chosen.words(),
                                START,
                                step.button() + " " + chosen.words(),
                                step.fields())
                        .lead(
                                chosen.lead()
                                        + "This becomes a job; what is done of it stays done when"
                                        + " you stop it.")
                        .under(DEVICES)
                        .hiding(hidden);
        List<String> happens =
                Stream.concat(
                                Stream.of("It is done to " + chosen.words() + ", one by one."),
                                step.blank().warning().map("Each of them: "::concat).stream())
                        .toList();
        return step.isDangerous()
                ? ask.dangerous(step.word() + " " + chosen.count(), happens.toArray(String[]::new))
                : ask.happens(happens);
    }

    private static Chosen picked(Form form) {
        List<String> picked = requirePicked(form);
        return new Chosen(
                Words.count(picked.size(), "device"),
                Integer.toString(picked.size()),
                "",
                picked.stream().map(devEui -> new Ask.Hidden(PICK + "." + devEui, "on")).toList());
    }

    private Chosen matching(Request request, Form form) {
        DeviceFilter filter = filter(form);
        DeviceDesk.Count count = desk.count(request.principal(), filter);
        if (count.devices() == 0 && !count.more()) {
            throw Fault.badInput("no device matches any more: go back and look");
        }
        String conditions =
                String.join(
                        ", ",
                        DeviceConditions.of(filter).stream().map(DeviceConditions::words).toList());
        return new Chosen(
                count.more()
                        ? "all devices that match"
                        : "all " + Words.count(count.devices(), "device") + " that match",
                count.more() ? "all" : Long.toString(count.devices()),
                (count.more()
                                ? "More than " + Words.number(count.devices()) + " match: "
                                : "Match: ")
                        + conditions
                        + ". ",
                List.of(
                        new Ask.Hidden(ALL, "on"),
                        new Ask.Hidden(FILTER, DeviceConditions.query(filter))));
    }

    /// Never every device there is: a slip of the hand is not to reach that far.
    private static DeviceFilter filter(Form form) {
        DeviceFilter filter = DeviceConditions.parse(form.exact(FILTER));
        if (filter.equals(DeviceFilter.ALL)) {
            throw Fault.badInput("no condition: search or filter first, then act on all");
        }
        return filter;
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
                () -> {
                    DeviceAction action = DeviceStep.of(form.text("step")).action(form);
                    return job(
                            form.checked(ALL)
                                    ? desk.actOnAll(request.principal(), filter(form), action)
                                    : desk.actOnMany(
                                            request.principal(), form.picked(PICK), action));
                });
    }

    private static Response job(String id) {
        return Pages.see("/jobs/" + Words.encoded(id));
    }
}
