package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Pages of wrapping keys: the vault's own and those of receivers.
final class KeyPages {
    private static final String PATH = "/keys";
    private static final String ROTATE = PATH + "/rotate";
    private static final String RECEIVER = PATH + "/receivers/new";
    private static final String RETIRE = PATH + "/receivers/{role}/{label}/{version}/retire";
    private static final Ask.Crumb KEYS = new Ask.Crumb(PATH, "Keys");

    private final Pages pages;
    private final Posts posts;
    private final KeyDesk desk;

    KeyPages(Pages pages, Posts posts, KeyDesk desk) {
        this.pages = pages;
        this.posts = posts;
        this.desk = desk;
    }

    List<Route> routes() {
        Access rotate = Access.permitted(Permission.VAULT_ROTATE);
        Access change = Access.permitted(Permission.RECEIVER_CHANGE);
        return List.of(
                Route.get(
                        PATH,
                        Access.permitted(Permission.RECEIVER_READ),
                        pages.guarded(this::keys)),
                Route.get(ROTATE, rotate, pages.guarded(r -> pages.ask(r, PATH, rotation()))),
                Route.post(ROTATE, rotate, pages.guarded(this::rotate)),
                Route.get(RECEIVER, change, pages.guarded(r -> pages.ask(r, PATH, receiver()))),
                Route.post(RECEIVER, change, pages.guarded(this::take)),
                Route.get(RETIRE, change, pages.guarded(r -> pages.ask(r, PATH, retirement(r)))),
                Route.post(RETIRE, change, pages.guarded(this::retire)));
    }

    /// The keys as the page shows them.
    ///
    /// @param importKey a JSON Web Key, for those who may bring receivers
    record Shown(
            Optional<KeyDesk.VaultView> vault,
            List<KeyDesk.ReceiverView> receivers,
            Optional<String> importKey) {}

    private Response keys(Request request) {
        Principal who = request.principal();
        Shown shown =
                new Shown(
                        who.may(Permission.VAULT_READ, Target.PLATFORM)
                                ? Optional.of(desk.vault(who))
                                : Optional.empty(),
                        desk.receivers(who),
                        who.may(Permission.RECEIVER_CHANGE, Target.PLATFORM)
                                ? Optional.of(desk.importKey(who))
                                : Optional.empty());
        return pages.page(pages.frame(request, "Keys", PATH), "keys", shown);
    }

    private static Ask rotation() {
        return Ask.of("Rotate the vault key", ROTATE, "Rotate", List.of())
                .lead("A job; devices join meanwhile.")
                .under(KEYS)
                .dangerous(
                        "rotate",
                        "The vault makes the next version of its key.",
                        "Every root key and every receiver's key is wrapped again under it.",
                        "The older version stays until you destroy it.");
    }

    private Response rotate(Request request) {
        return posts.answered(
                request,
                PATH,
                _ -> rotation(),
                form ->
                        Pages.see(
                                WorkPages.JOBS
                                        + "/"
                                        + Words.encoded(desk.rotate(request.principal()))));
    }

    private static Ask receiver() {
        List<Field.Option> roles =
                Stream.of("network-server", "application-server", "station")
                        .map(role -> new Field.Option(role, Words.title(role)))
                        .toList();
        return Ask.of(
                        "Take in a wrapping key",
                        RECEIVER,
                        "Take in",
                        List.of(
                                Field.select("role", "Whose", "", roles),
                                Field.text("label", "Label", "The KEK label both sides use."),
                                Field.area(
                                        "jwe",
                                        "Sealed key",
                                        "JWE in compact form, sealed to the import key by"
                                                + " lapwing admin seal.")))
                .lead("It arrives sealed and is opened inside the vault alone.")
                .under(KEYS);
    }

    private Response take(Request request) {
        return posts.answered(
                request,
                PATH,
                _ -> receiver(),
                form -> {
                    KeyDesk.ReceiverView _ =
                            desk.importReceiver(
                                    request.principal(),
                                    form.text("role"),
                                    form.text("label"),
                                    form.text("jwe"));
                    return Pages.see(PATH);
                });
    }

    private static Ask retirement(Request request) {
        String role = request.pathParameter("role");
        String label = request.pathParameter("label");
        int version = version(request);
        String path =
                PATH
                        + "/receivers/"
                        + Words.encoded(role)
                        + "/"
                        + Words.encoded(label)
                        + "/"
                        + version
                        + "/retire";
        return Ask.of("Destroy " + label + ", version " + version, path, "Destroy", List.of())
                .lead("A wrapping key of the " + role.replace('-', ' ') + " " + label + ".")
                .under(KEYS)
                .dangerous(
                        label,
                        "Session keys are wrapped under this version no more.",
                        "Where it is the last one, joins that need it fail.");
    }

    private Response retire(Request request) {
        return posts.answered(
                request,
                PATH,
                KeyPages::retirement,
                form -> {
                    KeyDesk.ReceiverView _ =
                            desk.retireReceiver(
                                    request.principal(),
                                    request.pathParameter("role"),
                                    request.pathParameter("label"),
                                    version(request));
                    return Pages.see(PATH);
                });
    }

    private static int version(Request request) {
        try {
            return Integer.parseInt(request.pathParameter("version"));
        } catch (NumberFormatException _) {
            throw new Fault(Fault.Kind.NOT_FOUND, "no such version");
        }
    }
}
