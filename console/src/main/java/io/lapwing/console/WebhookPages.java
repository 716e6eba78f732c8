package io.lapwing.console;

import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import java.util.List;
import java.util.Optional;

/// Pages of webhooks.
final class WebhookPages {
    private static final String PATH = "/webhooks";
    private static final String ONE = PATH + "/{id}";
    private static final int PAGE = 100;
    private static final Ask.Crumb WEBHOOKS = new Ask.Crumb(PATH, "Webhooks");

    private final Pages pages;
    private final Posts posts;
    private final WebhookDesk desk;

    WebhookPages(Pages pages, Posts posts, WebhookDesk desk) {
        this.pages = pages;
        this.posts = posts;
        this.desk = desk;
    }

    List<Route> routes() {
        Access change = Access.permitted(Permission.WEBHOOK_CHANGE);
        return List.of(
                Route.get(PATH, change, pages.guarded(this::list)),
                Route.get(
                        PATH + "/new",
                        change,
                        pages.guarded(request -> pages.ask(request, PATH, blankForm()))),
                Route.post(PATH + "/new", change, pages.guarded(this::create)),
                Route.get(ONE, change, pages.guarded(this::webhook)),
                Route.get(
                        ONE + "/change",
                        change,
                        pages.guarded(request -> pages.ask(request, PATH, form(request)))),
                Route.post(ONE + "/change", change, pages.guarded(this::change)),
                step("pause"),
                step("resume"),
                step("test"),
                Route.get(
                        ONE + "/remove",
                        change,
                        pages.guarded(request -> pages.ask(request, PATH, removal(request)))),
                Route.post(ONE + "/remove", change, pages.guarded(this::remove)));
    }

    private Route step(String word) {
        return Route.post(
                ONE + "/" + word,
                Access.permitted(Permission.WEBHOOK_CHANGE),
                pages.guarded(request -> act(request, word)));
    }

    private Response act(Request request, String word) {
        Form _ = posts.signedIn(request);
        String id = request.pathParameter("id");
        switch (word) {
            case "pause" -> {
                Versioned<WebhookDesk.WebhookView> _ = desk.pause(request.principal(), id);
            }
            case "resume" -> {
                Versioned<WebhookDesk.WebhookView> _ = desk.resume(request.principal(), id);
            }
            default -> {
                WebhookDesk.DeliveryView _ = desk.test(request.principal(), id);
            }
        }
        return Pages.see(path(id));
    }

    /// A webhook as its page shows it.
    record Shown(WebhookDesk.WebhookView webhook, List<WebhookDesk.DeliveryView> deliveries) {}

    private Response list(Request request) {
        Optional<String> after = request.query("after").filter(text -> !text.isEmpty());
        Page<WebhookDesk.WebhookView> page = desk.page(request.principal(), after, PAGE);
        return pages.page(pages.frame(request, "Webhooks", PATH), "webhooks", page);
    }

    private Response webhook(Request request) {
        String id = request.pathParameter("id");
        Shown shown =
                new Shown(
                        desk.find(request.principal(), id).value(),
                        desk.deliveries(request.principal(), id));
        return pages.page(pages.frame(request, "Webhook", PATH), "webhook", shown);
    }

    private static List<Field> fields() {
        return List.of(
                Field.text("url", "Address", "https://…, outside this machine and its network."),
                Field.area(
                                "types",
                                "Events",
                                "Beginnings of event types, one a line: join. or device.state."
                                        + " Empty for all.")
                        .optional());
    }

    private static Ask blankForm() {
        return Ask.of("New webhook", PATH + "/new", "Make", fields())
                .lead("It is told of what you may see, each message signed by the vault.")
                .under(WEBHOOKS);
    }

    private Ask form(Request request) {
        Versioned<WebhookDesk.WebhookView> found = webhook(request, request.pathParameter("id"));
        WebhookDesk.WebhookView now = found.value();
        List<Field> filled =
                fields().stream()
                        .map(field ->
                                switch (field.name()) {
                                    case "url" -> field.value(now.url());
                                    case "types" -> field.value(String.join("\n", now.types()));
                                    default -> field;
                                })
                        .toList();
        return Ask.of("Change webhook", path(now.id()) + "/change", "Change", filled)
                .under(WEBHOOKS, new Ask.Crumb(path(now.id()), now.url()))
                .hiding(List.of(Ask.Hidden.version(found.version())));
    }

    private Versioned<WebhookDesk.WebhookView> webhook(Request request, String id) {
        return desk.find(request.principal(), id);
    }

    private static String path(String id) {
        return PATH + "/" + Words.encoded(id);
    }

    private static WebhookDesk.WebhookForm wanted(Form form) {
        return new WebhookDesk.WebhookForm(form.text("url"), form.lines("types"));
    }

    private Response create(Request request) {
        return posts.answered(
                request,
                PATH,
                _ -> blankForm(),
                form -> {
                    WebhookDesk.WebhookView made =
                            desk.create(request.principal(), wanted(form)).value();
                    return Pages.see(path(made.id()));
                });
    }

    private Response change(Request request) {
        String id = request.pathParameter("id");
        return posts.answered(
                request,
                PATH,
                this::form,
                form -> {
                    Versioned<WebhookDesk.WebhookView> _ =
                            desk.change(request.principal(), id, form.version(), wanted(form));
                    return Pages.see(path(id));
                });
    }

    private Ask removal(Request request) {
        Versioned<WebhookDesk.WebhookView> found = webhook(request, request.pathParameter("id"));
        WebhookDesk.WebhookView now = found.value();
        return Ask.of("Remove webhook", path(now.id()) + "/remove", "Remove", List.of())
                .lead(now.url())
                .under(WEBHOOKS)
                .hiding(List.of(Ask.Hidden.version(found.version())))
                .dangerous("remove", "Nothing is posted there any more, and its key is gone.");
    }

    private Response remove(Request request) {
        return posts.answered(
                request,
                PATH,
                this::removal,
                form -> {
                    desk.remove(request.principal(), request.pathParameter("id"), form.version());
                    return Pages.see(PATH);
                });
    }
}
