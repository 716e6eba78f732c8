package io.lapwing.console.api;

import static io.lapwing.service.people.Permission.WEBHOOK_CHANGE;

import io.lapwing.console.Versioned;
import io.lapwing.console.WebhookDesk;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Permission;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/// Addresses to which events are posted.
final class WebhookRoutes {
    private static final String ONE = "/webhooks/{id}";

    private final WebhookDesk desk;

    WebhookRoutes(WebhookDesk desk) {
        this.desk = desk;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                        "/webhooks",
                        WEBHOOK_CHANGE,
                        Operation.items(WebhookDesk.WebhookView.class),
                        this::list),
                Operation.get(
                        "/webhook-key",
                        Permission.OVERVIEW_READ,
                        Operation.one(WebhookDesk.KeyView.class),
                        call -> Answers.one(desk.key(call.who()))),
                Operation.post(
                        "/webhooks",
                        WEBHOOK_CHANGE,
                        Operation.document(WebhookDesk.WebhookForm.class),
                        Operation.made(WebhookDesk.WebhookView.class),
                        this::create),
                Operation.get(
                        ONE,
                        WEBHOOK_CHANGE,
                        Operation.versioned(WebhookDesk.WebhookView.class),
                        call -> Answers.versioned(desk.find(call.who(), call.path("id")))),
                Operation.put(
                        ONE,
                        WEBHOOK_CHANGE,
                        Operation.document(WebhookDesk.WebhookForm.class),
                        Operation.versioned(WebhookDesk.WebhookView.class),
                        this::change),
                Operation.delete(ONE, WEBHOOK_CHANGE, new Operation.Gives.Nothing(), this::remove)
                        .onMatch(),
                Operation.post(
                        ONE + "/pause",
                        WEBHOOK_CHANGE,
                        Operation.nothing(),
                        Operation.versioned(WebhookDesk.WebhookView.class),
                        call -> Answers.versioned(desk.pause(call.who(), call.path("id")))),
                Operation.post(
                        ONE + "/resume",
                        WEBHOOK_CHANGE,
                        Operation.nothing(),
                        Operation.versioned(WebhookDesk.WebhookView.class),
                        call -> Answers.versioned(desk.resume(call.who(), call.path("id")))),
                Operation.post(
                        ONE + "/test",
                        WEBHOOK_CHANGE,
                        Operation.nothing(),
                        Operation.one(WebhookDesk.DeliveryView.class),
                        call -> Answers.one(desk.test(call.who(), call.path("id")))),
                Operation.get(
                        ONE + "/deliveries",
                        WEBHOOK_CHANGE,
                        Operation.items(WebhookDesk.DeliveryView.class),
                        call ->
                                Lists.inOrder(
                                        call,
                                        desk.deliveries(call.who(), call.path("id")),
                                        WebhookDesk.DeliveryView::delivery)));
    }

    private Response list(Call call) {
        return Answers.page(call, desk.page(call.who(), call.after(), call.limit()));
    }

    private Response create(Call call) {
        Versioned<WebhookDesk.WebhookView> made =
                desk.create(call.who(), call.form(WebhookDesk.WebhookForm.class));
        return Answers.made(
                "/webhooks/" + Answers.encoded(made.value().id()), made.version(), made.value());
    }

    private Response change(Call call) {
        WebhookDesk.WebhookForm form = call.form(WebhookDesk.WebhookForm.class);
        return guarded(
                call,
                wanted ->
                        Answers.versioned(desk.change(call.who(), call.path("id"), wanted, form)));
    }

    private Response remove(Call call) {
        return guarded(
                call,
                wanted -> {
                    desk.remove(call.who(), call.path("id"), wanted);
                    return Answers.nothing();
                });
    }

    private Response guarded(Call call, Function<OptionalLong, Response> change) {
        OptionalLong wanted = call.ifMatch();
        return EntityTag.guarded(
                wanted,
                () -> desk.find(call.who(), call.path("id")).version(),
                () -> change.apply(wanted));
    }
}
