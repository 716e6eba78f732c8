package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Pages of the roles that someone has: each is given, changed and taken away on its own.
final class GrantPages {
    private static final String ALL = PeoplePages.PATH + "/{person}/grants";

    private final Pages pages;
    private final Posts posts;
    private final PeopleDesk desk;

    GrantPages(Pages pages, Posts posts, PeopleDesk desk) {
        this.pages = pages;
        this.posts = posts;
        this.desk = desk;
    }

    private enum Deed {
        GIVE("Give a role"),
        CHANGE("Change a role"),
        TAKE("Take a role away");

        private final String button;

        Deed(String button) {
            this.button = button;
        }

        String path() {
            return switch (this) {
                case GIVE -> ALL + "/new";
                case CHANGE -> ALL + "/{index}/change";
                case TAKE -> ALL + "/{index}/remove";
            };
        }
    }

    List<Route> routes() {
        Access change = Access.permitted(Permission.PEOPLE_CHANGE);
        List<Route> routes = new ArrayList<>();
        for (Deed deed : Deed.values()) {
            routes.add(
                    Route.get(
                            deed.path(),
                            change,
                            pages.guarded(request ->
                                    pages.ask(request, PeoplePages.PATH, form(request, deed)))));
            routes.add(
                    Route.post(deed.path(), change, pages.guarded(request -> act(request, deed))));
        }
        return routes;
    }

    /// The fields of one grant; the role that changes nothing stands first.
    static List<Field> fields() {
        List<Field.Option> roles =
                Stream.of(Role.values())
                        .sorted(Comparator.reverseOrder())
                        .map(role -> new Field.Option(role.word(), Words.title(role.word())))
                        .toList();
        return List.of(
                Field.select("role", "Role", "", roles),
                Field.text("owner", "Only of owner", "The role owner needs one.").optional(),
                Field.text("order", "Only of production order", "").optional(),
                Field.text("joinEuis", "Only JoinEUIs", "A range: 70B3D57ED0000000/40").optional(),
                Field.text("netId", "Only of NetID", "6 hexadecimal digits").optional(),
                Field.area("labels", "Only with labels", "One a line: key=value.").optional());
    }

    /// The grant that a form describes.
    static PeopleDesk.GrantView grant(Form form) {
        Map<String, String> labels = DeviceStep.labels(form.lines("labels"));
        return new PeopleDesk.GrantView(
                form.text("role"),
                form.optional("owner"),
                form.optional("order"),
                form.optional("joinEuis"),
                form.optional("netId"),
                labels.isEmpty() ? Optional.empty() : Optional.of(labels));
    }

    private static Field filled(Field field, PeopleDesk.GrantView grant) {
        return switch (field.name()) {
            case "role" -> field.value(grant.role());
            case "owner" -> field.value(grant.owner().orElse(""));
            case "order" -> field.value(grant.order().orElse(""));
            case "joinEuis" -> field.value(grant.joinEuis().orElse(""));
            case "netId" -> field.value(grant.netId().orElse(""));
            default -> field.value(Words.labels(grant.labels().orElse(Map.of())));
        };
    }

    private Ask form(Request request, Deed deed) {
        Versioned<PeopleDesk.PersonView> found =
                desk.find(request.principal(), request.pathParameter("person"));
        String person = found.value().name();
        String path = PeoplePages.path(person);
        String index = deed == Deed.GIVE ? "" : Integer.toString(index(request, found.value()));
        List<Field> fields =
                switch (deed) {
                    case GIVE -> fields();
                    case CHANGE ->
                            fields().stream()
                                    .map(field -> filled(field, grant(request, found.value())))
                                    .toList();
                    case TAKE -> List.of();
                };
        Ask ask =
                Ask.of(
                                deed.button + ": " + person,
                                path
                                        + deed.path()
                                                .substring(ALL.length() - "/grants".length())
                                                .replace("{index}", index),
                                deed.button,
                                fields)
                        .under(PeoplePages.PEOPLE, new Ask.Crumb(path, person))
                        .hiding(List.of(Ask.Hidden.version(found.version())));
        return switch (deed) {
            case GIVE -> ask.lead("It comes beside the roles that are there.");
            case CHANGE -> ask;
            case TAKE ->
                    ask.happens(
                            List.of(
                                    "The role %s, %s, is taken away at once."
                                            .formatted(
                                                    grant(request, found.value()).role(),
                                                    scope(grant(request, found.value()))),
                                    "Other roles stay."));
        };
    }

    /// Where a grant holds, in words.
    static String scope(PeopleDesk.GrantView grant) {
        List<String> bounds = new ArrayList<>();
        grant.owner().ifPresent(owner -> bounds.add("owner " + owner));
        grant.order().ifPresent(order -> bounds.add("order " + order));
        grant.joinEuis().ifPresent(range -> bounds.add("JoinEUIs " + range));
        grant.netId().ifPresent(netId -> bounds.add("NetID " + netId));
        grant.labels()
                .ifPresent(labels -> labels.forEach((key, value) -> bounds.add(key + "=" + value)));
        return bounds.isEmpty() ? "everywhere" : String.join(", ", bounds);
    }

    private static int index(Request request, PeopleDesk.PersonView person) {
        String given = request.pathParameter("index");
        if (given.matches("[0-9]{1,3}") && Integer.parseInt(given) < person.grants().size()) {
            return Integer.parseInt(given);
        }
        throw new Fault(Fault.Kind.NOT_FOUND, person.name() + " has no such role");
    }

    private static PeopleDesk.GrantView grant(Request request, PeopleDesk.PersonView person) {
        return person.grants().get(index(request, person));
    }

    private Response act(Request request, Deed deed) {
        return posts.answered(
                request,
                PeoplePages.PATH,
                r -> form(r, deed),
                form -> {
                    String name = request.pathParameter("person");
                    PeopleDesk.PersonView person = desk.find(request.principal(), name).value();
                    List<PeopleDesk.GrantView> grants = new ArrayList<>(person.grants());
                    switch (deed) {
                        case GIVE -> grants.add(grant(form));
                        case CHANGE -> grants.set(index(request, person), grant(form));
                        case TAKE -> grants.remove(index(request, person));
                    }
                    Versioned<PeopleDesk.PersonView> _ =
                            desk.grant(request.principal(), name, form.version(), grants);
                    return Pages.see(PeoplePages.path(name));
                });
    }
}
