package io.lapwing.console;

import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// Pages of peers: for what network servers and application servers may speak, and by which certificates they are known.
final class PeerPages {
    private static final String PATH = "/peers";
    private static final String ONE = PATH + "/{role}/{name}";
    private static final String CERTIFICATE = ONE + "/certificates/{id}";
    private static final Ask.Crumb PEERS = new Ask.Crumb(PATH, "Peers");

    private final Pages pages;
    private final Posts posts;
    private final PeerDesk desk;

    PeerPages(Pages pages, Posts posts, PeerDesk desk) {
        this.pages = pages;
        this.posts = posts;
        this.desk = desk;
    }

    List<Route> routes() {
        Access read = Access.permitted(Permission.PEER_READ);
        List<Route> routes = new ArrayList<>();
        routes.add(Route.get(PATH, read, pages.guarded(this::list)));
        form(routes, PATH + "/new", _ -> blankForm(), this::add);
        routes.add(Route.get(ONE, read, pages.guarded(this::peer)));
        form(routes, ONE + "/change", this::changeForm, this::change);
        form(routes, ONE + "/enable", r -> switchForm(r, true), r -> enable(r, true));
        form(routes, ONE + "/disable", r -> switchForm(r, false), r -> enable(r, false));
        form(routes, ONE + "/issue", PeerPages::issueForm, this::issue);
        form(routes, ONE + "/trust", PeerPages::trustForm, this::trust);
        form(routes, CERTIFICATE + "/distrust", PeerPages::distrustForm, this::distrust);
        form(routes, CERTIFICATE + "/revoke", PeerPages::revokeForm, this::revoke);
        return routes;
    }

    private void form(
            List<Route> routes,
            String path,
            Function<Request, Ask> ask,
            Function<Request, Response> deed) {
        routes.addAll(posts.form(path, PATH, Permission.PEER_CHANGE, ask, deed));
    }

    /// A peer as its page shows it.
    ///
    /// @param change whether the one who looks may change it
    record Shown(
            PeerDesk.PeerView peer, List<PeerDesk.CertificateView> certificates, boolean change) {
        String path() {
            return PeerPages.path(peer.named());
        }
    }

    private Response list(Request request) {
        return pages.page(
                pages.frame(request, "Peers", PATH), "peers", desk.list(request.principal()));
    }

    private Response peer(Request request) {
        Principal who = request.principal();
        PeerDesk.Name name = named(request);
        PeerDesk.PeerView peer = desk.find(who, name).value();
        Shown shown =
                new Shown(
                        peer,
                        desk.certificates(who, name),
                        peer.rules().isWithin(who, Permission.PEER_CHANGE));
        return pages.page(pages.frame(request, peer.name(), PATH), "peer", shown);
    }

    private static PeerDesk.Name named(Request request) {
        return new PeerDesk.Name(request.pathParameter("role"), request.pathParameter("name"));
    }

    static String path(PeerDesk.Name name) {
        return PATH + "/" + Words.encoded(name.role()) + "/" + Words.encoded(name.name());
    }

    private static Ask.Crumb crumb(PeerDesk.Name name) {
        return new Ask.Crumb(path(name), name.name());
    }

    private static Ask blankForm() {
        List<Field> fields = new ArrayList<>();
        fields.add(
                Field.select(
                        "role",
                        "Role",
                        "",
                        List.of(
                                new Field.Option("network-server", "Network server"),
                                new Field.Option("application-server", "Application server"))));
        fields.add(Field.text("name", "Name", "As its certificate states it."));
        fields.addAll(ruleFields());
        return Ask.of("New peer", PATH + "/new", "Enter", fields)
                .lead("Who may ask for joins and keys, and of which devices it may speak.")
                .under(PEERS);
    }

    private static List<Field> ruleFields() {
        return List.of(
                lines("netIds", "NetIDs", "Of a network server: its SenderIDs, one a line."),
                lines("nsIds", "NSIDs", "Of a network server, one a line; empty for any."),
                lines("asIds", "AS-IDs", "Of an application server: its SenderIDs, one a line."),
                Field.area(
                        "joinEuis",
                        "JoinEUIs",
                        "Of which devices it may speak: 70B3D57ED0000000/40, one range a line."),
                lines("owners", "Owners", "Whose devices alone, one a line; empty for anyone's."),
                lines(
                        "labels",
                        "Labels",
                        "Which all its devices must have: site=berlin, one a line."),
                Field.text(
                                "wrappingKey",
                                "Wrapping key",
                                "Its label, unless a device names another.")
                        .optional(),
                Field.text(
                                "answerUrl",
                                "Answer address",
                                "https://…, where answers are posted; empty for the HTTP response.")
                        .optional());
    }

    private static Field lines(String name, String label, String hint) {
        return Field.area(name, label, hint).optional();
    }

    private static PeerDesk.Rules rules(Form form) {
        return new PeerDesk.Rules(
                form.lines("netIds"),
                form.lines("nsIds"),
                form.lines("asIds"),
                form.lines("joinEuis"),
                form.lines("owners"),
                DeviceStep.labels(form.lines("labels")),
                form.optional("wrappingKey"),
                form.optional("answerUrl"));
    }

    private Response add(Request request) {
        return posts.answered(
                request,
                PATH,
                _ -> blankForm(),
                form -> {
                    PeerDesk.Name name = new PeerDesk.Name(form.text("role"), form.text("name"));
                    PeerDesk.PeerView made =
                            desk.add(request.principal(), name, rules(form)).value();
                    return Pages.see(path(made.named()));
                });
    }

    private Ask changeForm(Request request) {
        Versioned<PeerDesk.PeerView> found = desk.find(request.principal(), named(request));
        PeerDesk.Rules now = found.value().rules();
        List<Field> filled =
                ruleFields().stream().map(field -> field.value(text(now, field.name()))).toList();
        return Ask.of("Change peer", path(named(request)) + "/change", "Change", filled)
                .lead("It may speak of what is listed here, and of nothing else.")
                .under(PEERS, crumb(named(request)))
                .hiding(List.of(Ask.Hidden.version(found.version())));
    }

    private static String text(PeerDesk.Rules rules, String field) {
        return switch (field) {
            case "netIds" -> String.join("\n", rules.netIds());
            case "nsIds" -> String.join("\n", rules.nsIds());
            case "asIds" -> String.join("\n", rules.asIds());
            case "joinEuis" -> String.join("\n", rules.joinEuis());
            case "owners" -> String.join("\n", rules.owners());
            case "labels" -> Words.labels(rules.labels());
            case "wrappingKey" -> rules.wrappingKey().orElse("");
            default -> rules.answerUrl().orElse("");
        };
    }

    private Response change(Request request) {
        return done(
                request,
                this::changeForm,
                form -> {
                    Versioned<PeerDesk.PeerView> _ =
                            desk.change(
                                    request.principal(),
                                    named(request),
                                    form.version(),
                                    rules(form));
                });
    }

    /// Does it, and shows the peer.
    private Response done(Request request, Function<Request, Ask> ask, Consumer<Form> deed) {
        return posts.answered(
                request,
                PATH,
                ask,
                form -> {
                    deed.accept(form);
                    return Pages.see(path(named(request)));
                });
    }

    private Ask switchForm(Request request, boolean enabled) {
        PeerDesk.Name name = desk.find(request.principal(), named(request)).value().named();
        Ask ask =
                Ask.of(
                                enabled ? "Answer again" : "Answer no more",
                                path(name) + (enabled ? "/enable" : "/disable"),
                                enabled ? "Answer again" : "Disable",
                                List.of())
                        .lead("The " + name.role().replace('-', ' ') + " " + name.name() + ".")
                        .under(PEERS, crumb(name));
        return enabled
                ? ask
                : ask.dangerous(
                        name.name(),
                        "Its requests are refused from the next one on: no device joins through it, and it"
                                + " gets no key.",
                        "It may be enabled again.");
    }

    private Response enable(Request request, boolean enabled) {
        return done(
                request,
                r -> switchForm(r, enabled),
                _ -> {
                    Versioned<PeerDesk.PeerView> _ =
                            desk.enable(request.principal(), named(request), enabled);
                });
    }

    private static Ask issueForm(Request request) {
        return Ask.of(
                        "Issue a certificate",
                        path(named(request)) + "/issue",
                        "Issue",
                        List.of(
                                Field.area(
                                        "request",
                                        "Certificate request",
                                        "PKCS#10 in PEM, of a key that the peer made; only the key is taken.")))
                .under(PEERS, crumb(named(request)));
    }

    private Response issue(Request request) {
        return posts.answered(
                request,
                PATH,
                PeerPages::issueForm,
                form -> {
                    PeerDesk.Name name = named(request);
                    PeerDesk.IssuedView made =
                            desk.issue(request.principal(), name, form.text("request"));
                    return pages.page(
                            pages.frame(request, "Certificate", PATH),
                            "once",
                            new PeoplePages.Once(
                                    "Certificate " + made.id(),
                                    "Until "
                                            + Words.day(made.ends())
                                            + ". Hand it over; the authority's comes after it.",
                                    made.certificates(),
                                    path(name),
                                    name.name()));
                });
    }

    private static Ask trustForm(Request request) {
        return Ask.of(
                        "Trust a certificate",
                        path(named(request)) + "/trust",
                        "Trust",
                        List.of(
                                Field.area(
                                        "certificate",
                                        "Certificate",
                                        "In PEM, of another authority that the configuration names.")))
                .lead(
                        "This one certificate counts as the peer's: enter the next one before it ends.")
                .under(PEERS, crumb(named(request)));
    }

    private Response trust(Request request) {
        return done(
                request,
                PeerPages::trustForm,
                form -> {
                    PeerDesk.CertificateView _ =
                            desk.trust(
                                    request.principal(), named(request), form.text("certificate"));
                });
    }

    private static Ask distrustForm(Request request) {
        String id = request.pathParameter("id");
        return Ask.of(
                        "Trust it no more",
                        path(named(request)) + "/certificates/" + Words.encoded(id) + "/distrust",
                        "Trust no more",
                        List.of())
                .lead("Certificate " + id + ".")
                .under(PEERS, crumb(named(request)))
                .happens(List.of("It counts as nobody's; it may be entered again."));
    }

    private Response distrust(Request request) {
        return done(
                request,
                PeerPages::distrustForm,
                _ ->
                        desk.distrust(
                                request.principal(), named(request), request.pathParameter("id")));
    }

    private static Ask revokeForm(Request request) {
        String id = request.pathParameter("id");
        return Ask.of(
                        "Revoke a certificate",
                        path(named(request)) + "/certificates/" + Words.encoded(id) + "/revoke",
                        "Revoke",
                        List.of())
                .lead("Certificate " + id + ".")
                .under(PEERS, crumb(named(request)))
                .dangerous(
                        named(request).name(),
                        "This certificate is refused from the next request on, for ever.",
                        "Other certificates of the peer go on.");
    }

    private Response revoke(Request request) {
        return done(
                request,
                PeerPages::revokeForm,
                _ -> desk.revoke(request.principal(), named(request), request.pathParameter("id")));
    }
}
